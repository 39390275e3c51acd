package io.millrace.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out who sent an HTTP request and which bucket and key it means, from its raw target and headers alone. Safe on
 * any thread; never blocks. The stage fails only if the names of the buckets are needed and cannot be had.
 */
public final class RequestAuthenticator {
    private final AccessKeys keys;
    private final Buckets buckets;
    private final SignatureReader reader;
    private final Set<String> domains;
    private final int maxSearchedBuckets;
    private final InstantSource clock;

    public RequestAuthenticator(AccessKeys keys, Buckets buckets, AccessSettings settings, InstantSource clock) {
        this.keys = keys;
        this.buckets = buckets;
        this.reader = new SignatureReader(settings.clockSkew());
        this.domains = settings.domains();
        this.maxSearchedBuckets = settings.maxSearchedBuckets();
        this.clock = clock;
    }

    public CompletionStage<Authentication> authenticate(HttpObjectRequest request) {
        RequestTarget target = RequestTarget.parse(request.rawTarget());
        AddressCandidates candidates =
                AddressCandidates.of(request.headers().getOrDefault("host", ""), target.path(), domains);
        SignatureReader.Reading reading = reader.read(request, target);
        if (reading instanceof SignatureReader.Unsigned) {
            return done(new Authentication.Anonymous(candidates.unsigned()));
        }
        if (reading instanceof SignatureReader.Unusable unusable) {
            return done(new Authentication.Failed(unusable.failure()));
        }
        return check(((SignatureReader.Found) reading).signature(), target, candidates.signed());
    }

    private CompletionStage<Authentication> check(
            RequestSignature signature, RequestTarget target, List<ObjectAddress> candidates) {
        Optional<AccessKey> key = keys.find(signature.accessKeyId());
        if (key.isEmpty()) {
            AuthenticationFailure unknown = AuthenticationFailure.unknownKey(signature.accessKeyId());
            return done(new Authentication.Failed(unknown));
        }
        Optional<AuthenticationFailure> untimely = signature.validity().check(clock.instant());
        if (untimely.isPresent()) {
            return done(new Authentication.Failed(untimely.get()));
        }
        Optional<ObjectAddress> signed = find(signature, key.get(), candidates);
        if (signed.isPresent()) {
            return done(signed(key.get(), signed.get(), signature));
        }
        return buckets.names().thenApply(names -> searchAll(signature, key.get(), target, candidates, names));
    }

    /** The wire may name the bucket nowhere: then it is the one for which the signature was made. */
    private Authentication searchAll(
            RequestSignature signature,
            AccessKey key,
            RequestTarget target,
            List<ObjectAddress> candidates,
            List<String> names) {
        List<ObjectAddress> all = names.stream()
                .limit(maxSearchedBuckets)
                .map(name -> new ObjectAddress(name, target.path()))
                .toList();
        Optional<ObjectAddress> signed = find(signature, key, all);
        if (signed.isPresent()) {
            return signed(key, signed.get(), signature);
        }
        ObjectAddress likeliest = candidates.isEmpty() ? new ObjectAddress("", target.path()) : candidates.get(0);
        return new Authentication.Failed(AuthenticationFailure.wrongSignature(signature.evidence(likeliest)));
    }

    private static Authentication signed(AccessKey key, ObjectAddress address, RequestSignature signature) {
        Optional<Instant> expiry =
                signature.presigned() ? Optional.of(signature.validity().notAfter()) : Optional.empty();
        return new Authentication.Signed(key, address, expiry);
    }

    private static Optional<ObjectAddress> find(
            RequestSignature signature, AccessKey key, List<ObjectAddress> candidates) {
        return candidates.stream()
                .filter(address -> signature.isBy(key, address))
                .findFirst();
    }

    private static CompletionStage<Authentication> done(Authentication authentication) {
        return CompletableFuture.completedFuture(authentication);
    }
}
