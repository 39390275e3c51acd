package io.millrace.edge.http;

import io.millrace.edge.viewer.OtherEdges;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The parameter of an address to which an edge has sent a viewer, by which the next edge knows not to send it on. It is no
 * part of what the viewer asked for, nor of what may be signed.
 */
final class RedirectMark {
    private static final String PAIR = OtherEdges.MARK + "=1";

    private RedirectMark() {}

    static boolean isIn(String target) {
        int mark = target.indexOf('?');
        return mark >= 0 && Arrays.asList(target.substring(mark + 1).split("&")).contains(PAIR);
    }

    static String without(String target) {
        if (!isIn(target)) {
            return target;
        }
        int mark = target.indexOf('?');
        String rest = Arrays.stream(target.substring(mark + 1).split("&"))
                .filter(pair -> !pair.equals(PAIR))
                .collect(Collectors.joining("&"));
        return rest.isEmpty() ? target.substring(0, mark) : target.substring(0, mark + 1) + rest;
    }

    /** The query of a target with the mark in it, and nothing that could not stand in a header. */
    static String queryWith(String target) {
        String unmarked = without(target);
        int mark = unmarked.indexOf('?');
        return mark < 0 ? '?' + PAIR : printable(unmarked.substring(mark)) + '&' + PAIR;
    }

    /** The codec has read each octet as a character. */
    private static String printable(String query) {
        StringBuilder clean = new StringBuilder(query.length());
        query.chars().forEach(c -> {
            if (c > 0x20 && c < 0x7f) {
                clean.append((char) c);
            } else {
                clean.append(String.format("%%%02X", c & 0xff));
            }
        });
        return clean.toString();
    }
}
