package io.millrace.controlplane.admin;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import io.millrace.auth.TokenClaims;
import io.millrace.channel.BucketName;
import io.millrace.controlplane.token.ImportedKey;
import io.millrace.controlplane.token.IssuerReply;
import io.millrace.controlplane.token.OwnKey;
import io.millrace.controlplane.token.Tokens;
import io.millrace.token.ClusterTokens;
import io.millrace.token.PublicKeyText;
import java.security.interfaces.ECPublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The keys by which tokens are checked: the cluster's own for everybody, and those of others that count here. */
public final class KeyResource {
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final int MAX_ISSUER = 128;
    private static final int MAX_BUCKETS = 32;

    private final Tokens tokens;
    private final ClusterTokens known;
    private final InstantSource clock;
    private final AdminJson json = new AdminJson();

    /** @param known what this node knows of keys, which is what everybody may ask for at any rate */
    public KeyResource(Tokens tokens, ClusterTokens known, InstantSource clock) {
        this.tokens = tokens;
        this.known = known;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/jwks.json", true, this::jwks),
                Route.of("GET", "/v1/keys", this::list),
                Route.of("PUT", "/v1/keys/{kid}", this::put),
                Route.of("DELETE", "/v1/keys/{kid}", this::delete));
    }

    private CompletionStage<AdminResponse> jwks(AdminRequest request) {
        if (!known.isReady()) {
            throw AdminException.unavailable();
        }
        List<Map<String, Object>> own = new ArrayList<>();
        new TreeMap<>(known.keys()).forEach((id, key) -> {
            if (key.issuer().equals(TokenClaims.ISSUER)) {
                own.add(jwk(id, key.publicKey()));
            }
        });
        return CompletableFuture.completedFuture(AdminResponse.ok(Map.of("keys", own)));
    }

    private static Map<String, Object> jwk(String id, ECPublicKey key) {
        return new ECKey.Builder(Curve.P_256, key)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.ES256)
                .build()
                .toJSONObject();
    }

    private CompletionStage<AdminResponse> list(AdminRequest request) {
        return tokens.keys().thenApply(all -> {
            List<KeyDescription> keys = new ArrayList<>();
            all.own().forEach(key -> keys.add(describe(key)));
            all.imported().forEach(key -> keys.add(describe(key)));
            return AdminResponse.ok(Map.of("keys", keys));
        });
    }

    private static KeyDescription describe(OwnKey key) {
        return new KeyDescription(
                key.id(),
                true,
                TokenClaims.ISSUER,
                List.of(),
                key.madeAt(),
                Optional.of(key.signsFrom()),
                key.usedUntil(),
                jwk(key.id(), PublicKeyText.read(key.publicKey())));
    }

    private static KeyDescription describe(ImportedKey key) {
        return new KeyDescription(
                key.id(),
                false,
                key.issuer(),
                key.buckets(),
                key.importedAt(),
                Optional.empty(),
                Optional.empty(),
                jwk(key.id(), PublicKeyText.read(key.publicKey())));
    }

    private CompletionStage<AdminResponse> put(AdminRequest request) {
        String id = request.variable("kid");
        if (!KEY_ID.matcher(id).matches()) {
            throw AdminException.invalid("kid: expected 1 to 128 of A-Z a-z 0-9 _ . -");
        }
        if (!request.body().isObject()) {
            throw AdminException.invalid("body: expected an object with the key, and whose it is");
        }
        KeyRequest wanted = json.read(request.body(), KeyRequest.class);
        check(wanted);
        ImportedKey key = new ImportedKey(
                id,
                PublicKeyText.of(PublicKeyReader.read(id, wanted)),
                wanted.issuer(),
                wanted.buckets(),
                clock.instant());
        return tokens.importKey(key).thenApply(reply -> imported(key, reply));
    }

    private static void check(KeyRequest wanted) {
        if (wanted.issuer().isBlank() || wanted.issuer().length() > MAX_ISSUER) {
            throw AdminException.invalid("issuer: expected 1 to " + MAX_ISSUER + " characters");
        }
        if (wanted.issuer().equals(TokenClaims.ISSUER)) {
            throw AdminException.invalid("issuer: " + TokenClaims.ISSUER + " is this cluster's own");
        }
        if (wanted.buckets().size() > MAX_BUCKETS) {
            throw AdminException.invalid("buckets: expected at most " + MAX_BUCKETS);
        }
        if (!wanted.buckets().stream().allMatch(name -> name != null && BucketName.isValid(name))) {
            throw AdminException.invalid("buckets: expected names of buckets");
        }
    }

    private static AdminResponse imported(ImportedKey key, IssuerReply.Importing reply) {
        if (reply instanceof IssuerReply.TakenKeyId) {
            throw AdminException.conflict("One of this cluster's own keys has that id.");
        }
        if (reply instanceof IssuerReply.TooManyKeys many) {
            throw new AdminException(
                    409,
                    "TooManyKeys",
                    "There are " + many.limit()
                            + " imported keys, as many as may be (millrace.token.max-imported-keys).");
        }
        return AdminResponse.ok(describe(key));
    }

    private CompletionStage<AdminResponse> delete(AdminRequest request) {
        return tokens.removeKey(request.variable("kid")).thenApply(reply -> {
            if (reply instanceof IssuerReply.UnknownKey) {
                throw AdminException.notFound("There is no such key.");
            }
            return AdminResponse.done();
        });
    }
}
