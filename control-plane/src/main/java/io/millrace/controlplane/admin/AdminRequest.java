package io.millrace.controlplane.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has found its route.
 *
 * @param variables what the braces of the route's template stand for
 * @param query the parameters, each the first of its name
 * @param body as it was sent; a missing node if there was none
 * @param accessKeyId of who asks; empty at an open route
 */
public record AdminRequest(
        Map<String, String> variables, Map<String, String> query, JsonNode body, Optional<String> accessKeyId) {
    /** What a part in braces stands for; the route has it. */
    public String variable(String name) {
        return variables.get(name);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /**
     * A whole number in the query.
     *
     * @throws AdminException if it is none, or out of range
     */
    public int number(String name, int otherwise, int min, int max) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outOfRange(name, min, max);
        }
        throw outOfRange(name, min, max);
    }

    private static AdminException outOfRange(String name, int min, int max) {
        return AdminException.invalid(name + ": expected a number from " + min + " to " + max);
    }
}
