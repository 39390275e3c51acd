package io.millrace.auth;

import io.millrace.digest.Hmac;
import io.millrace.rtmp.address.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * OSS's signature version 1, from the Authorization header or from the address: the Base64 of an HMAC-SHA1 over
 *
 * <pre>
 * METHOD \n content-md5 \n content-type \n DATE \n  {x-oss-header:value \n}  /bucket/key[?subresources]
 * </pre>
 *
 * @param date the date of the request, or in a presigned address its expiry in UNIX seconds
 */
record V1Signature(
        String accessKeyId,
        String provided,
        String date,
        boolean presigned,
        Validity validity,
        HttpObjectRequest request,
        List<Parameter> parameters)
        implements RequestSignature {
    @Override
    public boolean isBy(AccessKey key, ObjectAddress address) {
        return Hmac.same(sign(key, stringToSign(address)), provided);
    }

    static String sign(AccessKey key, String stringToSign) {
        return Base64.getEncoder().encodeToString(Hmac.sha1(key.secret(), stringToSign));
    }

    String stringToSign(ObjectAddress address) {
        StringBuilder text = new StringBuilder(256);
        text.append(request.method()).append('\n');
        text.append(header("content-md5")).append('\n');
        text.append(header("content-type")).append('\n');
        text.append(date).append('\n');
        new TreeMap<>(request.headers()).forEach((name, value) -> {
            if (name.startsWith("x-oss-")) {
                text.append(name).append(':').append(value.strip()).append('\n');
            }
        });
        return text.append(address.resource()).append(subresources()).toString();
    }

    private String header(String name) {
        return request.headers().getOrDefault(name, "").strip();
    }

    private String subresources() {
        List<Parameter> signed = new ArrayList<>(parameters);
        signed.removeIf(parameter -> !Subresources.contains(parameter.name()));
        signed.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        if (signed.isEmpty()) {
            return "";
        }
        return signed.stream()
                .map(parameter ->
                        parameter.value().isEmpty() ? parameter.name() : parameter.name() + '=' + parameter.value())
                .collect(Collectors.joining("&", "?", ""));
    }

    @Override
    public Map<String, String> evidence(ObjectAddress address) {
        return evidence(accessKeyId, provided, stringToSign(address));
    }

    static Map<String, String> evidence(String accessKeyId, String provided, String stringToSign) {
        Map<String, String> evidence = new LinkedHashMap<>();
        evidence.put("OSSAccessKeyId", accessKeyId);
        evidence.put("SignatureProvided", provided);
        evidence.put("StringToSign", stringToSign);
        evidence.put(
                "StringToSignBytes",
                HexFormat.ofDelimiter(" ").withUpperCase().formatHex(stringToSign.getBytes(StandardCharsets.UTF_8)));
        return evidence;
    }

    @Override
    public String toString() {
        return "V1Signature[" + accessKeyId + "]";
    }
}
