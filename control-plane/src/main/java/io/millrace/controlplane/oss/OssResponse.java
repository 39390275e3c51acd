package io.millrace.controlplane.oss;

import io.millrace.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the OSS API.
 *
 * @param headers without those that describe the content
 * @param contentType empty if there is no content
 */
public record OssResponse(int status, Map<String, String> headers, String contentType, Content content) {
    public OssResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** What follows the headers. */
    public sealed interface Content {}

    /** Bytes in memory, which nobody changes any more. */
    public record Bytes(byte[] bytes) implements Content {}

    /** A part of a stored object; whoever sends it closes the object. */
    public record Stored(StoredObject object, long first, long length) implements Content {}

    private static final Content NOTHING = new Bytes(new byte[0]);

    static OssResponse empty(int status) {
        return new OssResponse(status, Map.of(), "", NOTHING);
    }

    static OssResponse xml(int status, String document) {
        return bytes(status, "application/xml", document.getBytes(StandardCharsets.UTF_8));
    }

    static OssResponse bytes(int status, String contentType, byte[] content) {
        return new OssResponse(status, Map.of(), contentType, new Bytes(content));
    }

    OssResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new OssResponse(status, more, contentType, content);
    }
}
