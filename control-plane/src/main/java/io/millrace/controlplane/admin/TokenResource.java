package io.millrace.controlplane.admin;

import io.millrace.channel.BucketName;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.controlplane.Actors;
import io.millrace.controlplane.token.IssuerReply;
import io.millrace.controlplane.token.RegistryCommand;
import io.millrace.controlplane.token.TokenEntry;
import io.millrace.controlplane.token.TokenGrant;
import io.millrace.controlplane.token.TokenSettings;
import io.millrace.controlplane.token.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A bucket's tokens: issued, listed and revoked. */
public final class TokenResource {
    private final Actors actors;
    private final Tokens tokens;
    private final TokenRequestCheck check;
    private final AdminJson json = new AdminJson();

    public TokenResource(Actors actors, Tokens tokens, TokenSettings settings, InstantSource clock) {
        this.actors = actors;
        this.tokens = tokens;
        this.check = new TokenRequestCheck(settings, clock);
    }

    public List<Route> routes() {
        return List.of(
                Route.of("POST", "/v1/buckets/{bucket}/tokens", this::issue),
                Route.of("GET", "/v1/buckets/{bucket}/tokens", this::list),
                Route.of("GET", "/v1/buckets/{bucket}/tokens/{id}", this::get),
                Route.of("DELETE", "/v1/buckets/{bucket}/tokens/{id}", this::revoke));
    }

    private CompletionStage<Bucket> bucket(AdminRequest request) {
        String name = request.variable("bucket");
        if (!BucketName.isValid(name)) {
            throw noSuchBucket(name);
        }
        return actors.find(name).thenApply(found -> found.orElseThrow(() -> noSuchBucket(name)));
    }

    private static AdminException noSuchBucket(String name) {
        return AdminException.notFound("There is no bucket " + name + '.');
    }

    private CompletionStage<AdminResponse> issue(AdminRequest request) {
        if (!request.body().isObject()) {
            throw AdminException.invalid("body: expected an object that says what the token allows");
        }
        TokenRequest wanted = json.read(request.body(), TokenRequest.class);
        TokenGrant grant = check.grant(wanted);
        Instant expiry = check.expiry(wanted);
        String who = request.accessKeyId().orElseThrow();
        return bucket(request)
                .thenCompose(bucket -> tokens.issue(bucket.name(), bucket.createdAt(), grant, expiry, who))
                .thenApply(TokenResource::issued);
    }

    private static AdminResponse issued(Tokens.Issuing issuing) {
        if (issuing instanceof Tokens.Issued issued) {
            TokenEntry entry = issued.entry();
            return AdminResponse.created(new IssuedToken(entry.id(), issued.token(), entry.expiresAt()));
        }
        if (issuing instanceof Tokens.TooMany many) {
            throw new AdminException(
                    409,
                    "TooManyTokens",
                    "The bucket has " + many.limit() + " tokens that have not expired, as many as it may"
                            + " (millrace.token.max-per-bucket). An imported key can sign any number.");
        }
        throw new AdminException(
                500,
                "NoSigningKey",
                "This node's millrace.cluster.secret is not that of the other control-plane nodes.");
    }

    private CompletionStage<AdminResponse> list(AdminRequest request) {
        int max = request.number(
                "limit", RegistryCommand.ListTokens.MAX_LISTED, 1, RegistryCommand.ListTokens.MAX_LISTED);
        String after = request.parameter("after").orElse("");
        return bucket(request)
                .thenCompose(bucket -> tokens.list(bucket.name(), after, max))
                .thenApply(page -> AdminResponse.ok(new TokenPage(
                        page.entries().stream().map(TokenDescription::of).toList(), page.next())));
    }

    private CompletionStage<AdminResponse> get(AdminRequest request) {
        return bucket(request)
                .thenCompose(bucket -> entry(bucket.name(), request.variable("id")))
                .thenApply(entry -> AdminResponse.ok(TokenDescription.of(entry)));
    }

    private CompletionStage<TokenEntry> entry(String bucket, String id) {
        return tokens.find(bucket, id)
                .thenApply(found -> found.orElseThrow(
                        () -> AdminException.notFound("There is no such token in the bucket, or it has expired.")));
    }

    private CompletionStage<AdminResponse> revoke(AdminRequest request) {
        return bucket(request)
                .thenCompose(bucket -> entry(bucket.name(), request.variable("id"))
                        .thenCompose(entry -> tokens.revoke(bucket.name(), entry)))
                .thenCompose(TokenResource::revoked);
    }

    private static CompletionStage<AdminResponse> revoked(IssuerReply.Revoking reply) {
        if (reply instanceof IssuerReply.TooManyRevoked many) {
            return CompletableFuture.failedFuture(
                    new AdminException(
                            409,
                            "TooManyRevoked",
                            "There are " + many.limit() + " revoked tokens that have not expired, as many as nodes keep"
                                    + " (millrace.token.max-revoked). Deleting the key that signed it revokes all of its tokens."));
        }
        return CompletableFuture.completedFuture(AdminResponse.done());
    }
}
