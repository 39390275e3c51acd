package io.millrace.auth;

import io.millrace.rtmp.address.Parameter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the signature of a request, in its Authorization header or in its address. */
final class SignatureReader {
    private static final String V1_PREFIX = "OSS ";
    private static final String V4_PREFIX = V4Signature.ALGORITHM + ' ';
    private static final Set<String> V1_QUERY = Set.of("OSSAccessKeyId", "Signature");
    private static final Set<String> V4_QUERY = Set.of("x-oss-signature-version", "x-oss-signature");
    private static final List<String> V4_REQUIRED =
            List.of("x-oss-signature-version", "x-oss-credential", "x-oss-date", "x-oss-expires", "x-oss-signature");
    private static final String INCOMPLETE =
            "Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters";
    private static final String MALFORMED = "Authorization header is invalid.";
    private static final DateTimeFormatter BASIC_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final long MAX_EXPIRES_SECONDS = 604_800;

    private final Duration skew;

    SignatureReader(Duration skew) {
        this.skew = skew;
    }

    /** What was found in a request. */
    sealed interface Reading {}

    record Unsigned() implements Reading {}

    record Found(RequestSignature signature) implements Reading {}

    record Unusable(AuthenticationFailure failure) implements Reading {}

    Reading read(HttpObjectRequest request, RequestTarget target) {
        Optional<String> header = Optional.ofNullable(request.headers().get("authorization"));
        boolean v1Query = hasAny(target, V1_QUERY);
        boolean v4Query = hasAny(target, V4_QUERY);
        if (header.isPresent()) {
            return v1Query || v4Query
                    ? invalid("Only one of the Authorization header and the query may carry a signature.", "")
                    : readHeader(header.get().strip(), request, target);
        }
        if (v4Query) {
            return readV4Query(request, target);
        }
        return v1Query ? readV1Query(request, target) : new Unsigned();
    }

    private static boolean hasAny(RequestTarget target, Set<String> names) {
        return target.parameters().stream().map(Parameter::name).anyMatch(names::contains);
    }

    private Reading readHeader(String header, HttpObjectRequest request, RequestTarget target) {
        if (header.startsWith(V4_PREFIX)) {
            return readV4Header(header.substring(V4_PREFIX.length()), request, target);
        }
        return header.startsWith(V1_PREFIX)
                ? readV1Header(header.substring(V1_PREFIX.length()).strip(), request, target)
                : invalid(MALFORMED, "0002-00000011");
    }

    private Reading readV1Header(String credential, HttpObjectRequest request, RequestTarget target) {
        int colon = credential.indexOf(':');
        if (colon <= 0 || colon == credential.length() - 1) {
            return invalid(MALFORMED, "0002-00000011");
        }
        Map<String, String> headers = request.headers();
        String date = headers.getOrDefault("x-oss-date", headers.getOrDefault("date", ""))
                .strip();
        Optional<Instant> signedAt = httpDate(date);
        if (signedAt.isEmpty()) {
            return new Unusable(AuthenticationFailure.noValidDate());
        }
        return new Found(new V1Signature(
                credential.substring(0, colon),
                credential.substring(colon + 1),
                date,
                false,
                Validity.around(signedAt.get(), skew),
                request,
                target.parameters()));
    }

    private Reading readV1Query(HttpObjectRequest request, RequestTarget target) {
        Optional<String> id = target.parameter("OSSAccessKeyId");
        Optional<String> signature = target.parameter("Signature");
        Optional<String> expires = target.parameter("Expires");
        Optional<Instant> expiry = expires.flatMap(UnixTime::parse);
        if (id.isEmpty() || signature.isEmpty() || expiry.isEmpty()) {
            return new Unusable(AuthenticationFailure.accessDenied(
                    AccessDecision.Reason.BAD_SIGNATURE, INCOMPLETE, "0002-00000202"));
        }
        return new Found(new V1Signature(
                id.get(),
                signature.get(),
                expires.get(),
                true,
                Validity.between(Instant.MIN, expiry.get()),
                request,
                target.parameters()));
    }

    private Reading readV4Header(String fields, HttpObjectRequest request, RequestTarget target) {
        Map<String, String> byName = fields(fields);
        Optional<V4Scope> scope = V4Scope.parse(byName.getOrDefault("Credential", ""));
        if (scope.isEmpty() || !byName.containsKey("Signature")) {
            return invalid(MALFORMED, "0002-00000011");
        }
        String date = request.headers().getOrDefault("x-oss-date", "").strip();
        Optional<Instant> signedAt = basicTime(date);
        if (signedAt.isEmpty()) {
            return new Unusable(AuthenticationFailure.noValidDate());
        }
        if (!scope.get().isOn(date)) {
            return invalid("The date of the credential is not that of the request.", "");
        }
        String payload = request.headers().getOrDefault("x-oss-content-sha256", V4Signature.UNSIGNED_PAYLOAD);
        if (!payload.equals(V4Signature.UNSIGNED_PAYLOAD)) {
            return invalid("x-oss-content-sha256 must be " + V4Signature.UNSIGNED_PAYLOAD + ".", "");
        }
        return new Found(new V4Signature(
                scope.get().accessKeyId(),
                byName.get("Signature"),
                date,
                scope.get().scope(),
                headerNames(byName.getOrDefault("AdditionalHeaders", "")),
                false,
                Validity.around(signedAt.get(), skew),
                request,
                target.parameters()));
    }

    private Reading readV4Query(HttpObjectRequest request, RequestTarget target) {
        if (!V4_REQUIRED.stream().allMatch(target::has)
                || !target.parameter("x-oss-signature-version").get().equals(V4Signature.ALGORITHM)) {
            return invalid("Query-string authentication requires " + String.join(", ", V4_REQUIRED) + ".", "");
        }
        Optional<V4Scope> scope =
                V4Scope.parse(target.parameter("x-oss-credential").get());
        String date = target.parameter("x-oss-date").get();
        Optional<Instant> signedAt = basicTime(date);
        if (scope.isEmpty() || signedAt.isEmpty() || !scope.get().isOn(date)) {
            return invalid("x-oss-credential or x-oss-date is invalid.", "");
        }
        Optional<Duration> lifetime = UnixTime.parse(
                        target.parameter("x-oss-expires").get())
                .map(Instant::getEpochSecond)
                .filter(seconds -> 1 <= seconds && seconds <= MAX_EXPIRES_SECONDS)
                .map(Duration::ofSeconds);
        if (lifetime.isEmpty()) {
            return invalid("x-oss-expires must be between 1 and " + MAX_EXPIRES_SECONDS + ".", "0002-00000232");
        }
        List<Parameter> signed = new ArrayList<>(target.parameters());
        signed.removeIf(parameter -> parameter.name().equals("x-oss-signature"));
        return new Found(new V4Signature(
                scope.get().accessKeyId(),
                target.parameter("x-oss-signature").get(),
                date,
                scope.get().scope(),
                headerNames(target.parameter("x-oss-additional-headers").orElse("")),
                true,
                Validity.between(signedAt.get().minus(skew), signedAt.get().plus(lifetime.get())),
                request,
                signed));
    }

    private static Map<String, String> fields(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(field -> field.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        field -> field.substring(0, field.indexOf('=')),
                        field -> field.substring(field.indexOf('=') + 1),
                        (first, second) -> first));
    }

    private static Set<String> headerNames(String list) {
        return Arrays.stream(list.split(";"))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<Instant> basicTime(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, BASIC_TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Reading invalid(String message, String ec) {
        return new Unusable(AuthenticationFailure.invalidArgument(message, ec));
    }
}
