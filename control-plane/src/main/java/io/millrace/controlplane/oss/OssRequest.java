package io.millrace.controlplane.oss;

import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.RequestTarget;
import java.util.List;
import java.util.Optional;

/**
 * A request to the OSS API as it came.
 *
 * @param id answered as x-oss-request-id
 * @param readings what the request may have been on the wire, where that is not known for sure, the likeliest first; they
 *     differ in nothing but a signature
 */
public record OssRequest(String id, List<HttpObjectRequest> readings, RequestTarget target, RequestBody body) {
    public OssRequest {
        readings = List.copyOf(readings);
    }

    public OssRequest(String id, List<HttpObjectRequest> readings, RequestBody body) {
        this(id, readings, RequestTarget.parse(readings.get(0).rawTarget()), body);
    }

    HttpObjectRequest http() {
        return readings.get(0);
    }

    String method() {
        return http().method();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(http().headers().get(name));
    }

    Optional<String> parameter(String name) {
        return target.parameter(name);
    }

    boolean has(String parameter) {
        return target.has(parameter);
    }
}
