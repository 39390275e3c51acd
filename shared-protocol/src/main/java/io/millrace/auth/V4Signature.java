package io.millrace.auth;

import io.millrace.digest.Hmac;
import io.millrace.digest.Sha256;
import io.millrace.rtmp.address.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * OSS's signature version 4, from the Authorization header or from the address: the hex of an HMAC-SHA256 over the hash
 * of
 *
 * <pre>
 * METHOD \n /bucket/key \n query \n  {header:value \n}  \n additional headers \n payload hash
 * </pre>
 *
 * @param date the request's {@code yyyyMMdd'T'HHmmss'Z'}
 * @param scope {@code yyyyMMdd/region/oss/aliyun_v4_request}
 * @param additionalHeaders lower-case names
 * @param parameters without the signature itself
 */
record V4Signature(
        String accessKeyId,
        String provided,
        String date,
        String scope,
        Set<String> additionalHeaders,
        boolean presigned,
        Validity validity,
        HttpObjectRequest request,
        List<Parameter> parameters)
        implements RequestSignature {
    static final String ALGORITHM = "OSS4-HMAC-SHA256";
    static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    V4Signature {
        additionalHeaders = new TreeSet<>(additionalHeaders);
        parameters = List.copyOf(parameters);
    }

    /**
     * How a parameter with an empty value is signed. OSS's rule is the name alone; the SDK itself has three forms that
     * cannot be told apart on the wire.
     */
    private enum EmptyValue {
        NAME,
        NAME_AND_EQUALS,
        OMITTED
    }

    @Override
    public boolean isBy(AccessKey key, ObjectAddress address) {
        byte[] signingKey = signingKey(key);
        boolean ambiguous = parameters.stream()
                .anyMatch(parameter -> parameter.value().isEmpty() && !Subresources.contains(parameter.name()));
        return Arrays.stream(EmptyValue.values())
                .limit(ambiguous ? EmptyValue.values().length : 1)
                .anyMatch(form -> Hmac.same(sign(signingKey, stringToSign(canonicalRequest(address, form))), provided));
    }

    private byte[] signingKey(AccessKey key) {
        byte[] derived = ("aliyun_v4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            derived = Hmac.sha256(derived, part);
        }
        return derived;
    }

    private static String sign(byte[] signingKey, String stringToSign) {
        return HexFormat.of().formatHex(Hmac.sha256(signingKey, stringToSign));
    }

    String stringToSign(String canonicalRequest) {
        return ALGORITHM + '\n' + date + '\n' + scope + '\n' + Sha256.hex(canonicalRequest);
    }

    String canonicalRequest(ObjectAddress address) {
        return canonicalRequest(address, EmptyValue.NAME);
    }

    private String canonicalRequest(ObjectAddress address, EmptyValue form) {
        return request.method()
                + '\n'
                + UriEncoding.encodePath(address.resource())
                + '\n'
                + query(form)
                + '\n'
                + headers()
                + '\n'
                + String.join(";", additionalHeaders)
                + '\n'
                + request.headers().getOrDefault("x-oss-content-sha256", UNSIGNED_PAYLOAD);
    }

    private String query(EmptyValue form) {
        return parameters.stream()
                .map(parameter ->
                        new Parameter(UriEncoding.encode(parameter.name()), UriEncoding.encode(parameter.value())))
                .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                .map(parameter -> pair(parameter, Subresources.contains(parameter.name()) ? EmptyValue.NAME : form))
                .filter(pair -> !pair.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String pair(Parameter parameter, EmptyValue form) {
        if (!parameter.value().isEmpty()) {
            return parameter.name() + '=' + parameter.value();
        }
        return switch (form) {
            case NAME -> parameter.name();
            case NAME_AND_EQUALS -> parameter.name() + '=';
            case OMITTED -> "";
        };
    }

    private String headers() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(request.headers()).forEach((name, value) -> {
            if (isSigned(name)) {
                text.append(name).append(':').append(value.strip()).append('\n');
            }
        });
        return text.toString();
    }

    private boolean isSigned(String header) {
        return header.startsWith("x-oss-")
                || header.equals("content-type")
                || header.equals("content-md5")
                || additionalHeaders.contains(header);
    }

    @Override
    public Map<String, String> evidence(ObjectAddress address) {
        String canonicalRequest = canonicalRequest(address);
        Map<String, String> evidence = V1Signature.evidence(accessKeyId, provided, stringToSign(canonicalRequest));
        evidence.put("CanonicalRequest", canonicalRequest);
        return evidence;
    }

    @Override
    public String toString() {
        return "V4Signature[" + accessKeyId + "]";
    }
}
