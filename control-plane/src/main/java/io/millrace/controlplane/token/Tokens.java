package io.millrace.controlplane.token;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Issues tokens and revokes them: what the journal has is true, and what is answered is in it. Safe on any thread. */
public final class Tokens {
    private static final int RANDOM_BYTES = 10;

    private final TokenEntities entities;
    private final TokenSigner signer;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** What comes of asking for a token. */
    public sealed interface Issuing {}

    /** @param token handed out once, and kept nowhere */
    public record Issued(TokenEntry entry, String token) implements Issuing {
        @Override
        public String toString() {
            return "Issued[" + entry.id() + "]";
        }
    }

    /** @param limit how many tokens a bucket may have that have not expired */
    public record TooMany(int limit) implements Issuing {}

    /** This node has another secret than the cluster's other control-plane nodes. */
    public record NoKey() implements Issuing {}

    public Tokens(TokenEntities entities, KeyCipher cipher, InstantSource clock) {
        this.entities = entities;
        this.signer = new TokenSigner(cipher);
        this.clock = clock;
    }

    /**
     * Issues a token for a bucket that is there.
     *
     * @param createdAt when the bucket was created
     * @param expiry in whole seconds
     * @param issuedBy the access key's id of who asks
     */
    public CompletionStage<Issuing> issue(
            String bucket, Instant createdAt, TokenGrant grant, Instant expiry, String issuedBy) {
        CompletionStage<IssuerReply.SigningKey> key =
                entities.issuer(replyTo -> new IssuerCommand.GetSigningKey(expiry, replyTo));
        return key.thenCompose(signing -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            TokenEntry entry = new TokenEntry(newId(), signing.id(), grant, issuedBy, now, expiry, Optional.empty());
            Optional<String> token = signer.sign(bucket, createdAt, entry, signing);
            if (token.isEmpty()) {
                return CompletableFuture.<Issuing>completedFuture(new NoKey());
            }
            CompletionStage<RegistryReply.Entering> entering =
                    entities.registry(bucket, replyTo -> new RegistryCommand.Enter(entry, replyTo));
            return entering.thenApply(reply -> reply instanceof RegistryReply.TooManyTokens many
                    ? new TooMany(many.limit())
                    : new Issued(entry, token.get()));
        });
    }

    /** The time and then chance, so that ids are in the order in which their tokens were issued. */
    private String newId() {
        byte[] chance = new byte[RANDOM_BYTES];
        random.nextBytes(chance);
        return HexFormat.of().toHexDigits(clock.millis(), 12) + HexFormat.of().formatHex(chance);
    }

    /** One that has not expired. */
    public CompletionStage<Optional<TokenEntry>> find(String bucket, String id) {
        CompletionStage<RegistryReply.Finding> finding =
                entities.registry(bucket, replyTo -> new RegistryCommand.FindToken(id, replyTo));
        return finding.thenApply(
                reply -> reply instanceof RegistryReply.Found found ? Optional.of(found.entry()) : Optional.empty());
    }

    /** As {@link RegistryCommand.ListTokens} has it. */
    public CompletionStage<RegistryReply.TokenPage> list(String bucket, String marker, int max) {
        return entities.registry(bucket, replyTo -> new RegistryCommand.ListTokens(marker, max, replyTo));
    }

    /** Revokes a token that was issued; on all nodes first, then in what the bucket's list says. */
    public CompletionStage<IssuerReply.Revoking> revoke(String bucket, TokenEntry entry) {
        CompletionStage<IssuerReply.Revoking> revoking =
                entities.issuer(replyTo -> new IssuerCommand.Revoke(entry.id(), entry.expiresAt(), replyTo));
        return revoking.thenCompose(reply -> {
            if (!(reply instanceof IssuerReply.Done)) {
                return CompletableFuture.completedFuture(reply);
            }
            CompletionStage<RegistryReply.Finding> noted =
                    entities.registry(bucket, replyTo -> new RegistryCommand.NoteRevoked(entry.id(), replyTo));
            return noted.thenApply(found -> reply);
        });
    }

    public CompletionStage<IssuerReply.AllKeys> keys() {
        return entities.issuer(IssuerCommand.ListKeys::new);
    }

    public CompletionStage<IssuerReply.Importing> importKey(ImportedKey key) {
        return entities.issuer(replyTo -> new IssuerCommand.ImportKey(key, replyTo));
    }

    public CompletionStage<IssuerReply.Removing> removeKey(String id) {
        return entities.issuer(replyTo -> new IssuerCommand.RemoveKey(id, replyTo));
    }
}
