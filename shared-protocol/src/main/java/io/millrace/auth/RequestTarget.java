package io.millrace.auth;

import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.Query;
import java.util.List;
import java.util.Optional;

/**
 * A request target, percent-decoded once and never normalized: {@code ..}, {@code //} and {@code ;} stay what they are.
 *
 * @param path without the first slash
 */
public record RequestTarget(String path, List<Parameter> parameters) {
    public RequestTarget {
        parameters = List.copyOf(parameters);
    }

    /** @param rawTarget as it stood on the wire, in origin form or absolute form (RFC 9112, section 3.2) */
    public static RequestTarget parse(String rawTarget) {
        String target = withoutAuthority(rawTarget);
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        String key = path.startsWith("/") ? path.substring(1) : path;
        return new RequestTarget(Query.decode(key), Query.parse(query));
    }

    private static String withoutAuthority(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return target;
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    public Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    public boolean has(String name) {
        return parameter(name).isPresent();
    }

    /** The parameters can carry credentials. */
    @Override
    public String toString() {
        return '/' + path;
    }
}
