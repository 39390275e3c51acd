package io.millrace.controlplane.admin;

import io.millrace.auth.AccessKey;
import io.millrace.auth.AccessKeys;
import io.millrace.auth.Authentication;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.RequestAuthenticator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who asks: by an access key's id and secret as user and password (RFC 7617), or by the signatures that the OSS
 * API takes. Safe on any thread.
 */
public final class AdminAccess {
    private static final String BASIC = "basic ";

    private final AccessKeys keys;
    private final RequestAuthenticator signatures;

    public AdminAccess(AccessKeys keys, RequestAuthenticator signatures) {
        this.keys = keys;
        this.signatures = signatures;
    }

    /** The access key's id; empty if the request shows none that is right. */
    CompletionStage<Optional<String>> accessKeyId(HttpObjectRequest request) {
        String credential = request.headers().getOrDefault("authorization", "");
        if (credential.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return CompletableFuture.completedFuture(
                    basic(credential.substring(BASIC.length()).strip()));
        }
        return signatures
                .authenticate(request)
                .thenApply(result -> result instanceof Authentication.Signed signed
                        ? Optional.of(signed.key().id())
                        : Optional.empty());
    }

    private Optional<String> basic(String encoded) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String pair = new String(decoded, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        byte[] password = pair.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        return keys.find(pair.substring(0, colon))
                .filter(key -> MessageDigest.isEqual(key.secret().getBytes(StandardCharsets.UTF_8), password))
                .map(AccessKey::id);
    }
}
