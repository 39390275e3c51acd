package io.millrace.controlplane.admin;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What is done at an address by a method.
 *
 * @param template the path, parts of it in braces standing for anything, as in {@code /v1/buckets/{bucket}}
 * @param open whether no access key is asked for
 * @param operation must not block; its stage may fail with an {@link AdminException}
 */
public record Route(
        String method,
        String template,
        boolean open,
        Function<AdminRequest, CompletionStage<AdminResponse>> operation) {
    public Route {
        requireNonNull(method, "method");
        requireNonNull(template, "template");
        requireNonNull(operation, "operation");
    }

    /** For those who have an access key. */
    public static Route of(
            String method, String template, Function<AdminRequest, CompletionStage<AdminResponse>> operation) {
        return new Route(method, template, false, operation);
    }

    /**
     * What the template's braces stand for in a path.
     *
     * @param parts of the path between its slashes, decoded
     * @return empty if the path is not one of this route's
     */
    Optional<Map<String, String>> match(List<String> parts) {
        String[] wanted = template.substring(1).split("/");
        if (wanted.length != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].startsWith("{")) {
                variables.put(wanted[i].substring(1, wanted[i].length() - 1), parts.get(i));
            } else if (!wanted[i].equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
