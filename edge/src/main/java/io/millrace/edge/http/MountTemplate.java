package io.millrace.edge.http;

import io.millrace.rtmp.address.Query;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a live stream is mounted, in the words of SRS: a path in whose parts {@code [vhost]}, {@code [app]} and
 * {@code [stream]} stand for whatever an address has there. One that begins with a slash is for requests to any host; one
 * that begins with {@code [vhost]} and a slash for those to a virtual host that is listed.
 *
 * @param ofListedHosts whether only addresses of listed virtual hosts are meant
 * @param format by the suffix
 */
record MountTemplate(boolean ofListedHosts, List<Part> parts, HttpFormat format) {
    private static final String HOST = "[vhost]";

    MountTemplate {
        parts = List.copyOf(parts);
    }

    /** What an address has in a variable's place. */
    private enum Variable {
        VHOST("[vhost]"),
        APP("[app]"),
        STREAM("[stream]");

        private final String text;

        Variable(String text) {
            this.text = text;
        }
    }

    /** What stands between two slashes: literal text, or a variable with literal text around it. */
    private record Part(String before, Optional<Variable> variable, String behind) {
        static Part parse(String text) {
            for (Variable variable : Variable.values()) {
                int at = text.indexOf(variable.text);
                if (at >= 0) {
                    return new Part(
                            text.substring(0, at), Optional.of(variable), text.substring(at + variable.text.length()));
                }
            }
            return new Part(text, Optional.empty(), "");
        }

        boolean isPlain() {
            return (before + behind).chars().noneMatch(c -> "[]?%#".indexOf(c) >= 0);
        }

        /** What an address has here, decoded; empty if it does not fit. */
        Optional<String> match(String segment) {
            String text = Query.decode(segment);
            boolean fits = variable.isPresent()
                    ? text.length() > before.length() + behind.length()
                            && text.startsWith(before)
                            && text.endsWith(behind)
                    : text.equals(before);
            return fits
                    ? Optional.of(text.substring(before.length(), text.length() - behind.length()))
                    : Optional.empty();
        }
    }

    /**
     * What an address has in the places of the variables.
     *
     * @param vhost empty if the template has none in its path; likewise the app
     */
    record Match(Optional<String> vhost, Optional<String> app, String stream, HttpFormat format) {}

    /** Empty if the text is no template. */
    static Optional<MountTemplate> parse(String text) {
        boolean ofListedHosts = text.startsWith(HOST + '/');
        String path = ofListedHosts ? text.substring(HOST.length()) : text;
        Optional<HttpFormat> format = HttpFormat.of(path);
        if (!path.startsWith("/") || format.isEmpty()) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        for (String part : path.substring(1).split("/", -1)) {
            parts.add(Part.parse(part));
        }
        Set<Variable> seen = EnumSet.noneOf(Variable.class);
        boolean valid = parts.stream()
                .allMatch(
                        part -> part.isPlain() && part.variable().map(seen::add).orElse(true));
        boolean named = parts.get(parts.size() - 1).variable().equals(Optional.of(Variable.STREAM));
        return valid && named ? Optional.of(new MountTemplate(ofListedHosts, parts, format.get())) : Optional.empty();
    }

    /** @param segments of a path, still encoded */
    Optional<Match> match(List<String> segments) {
        if (segments.size() != parts.size()) {
            return Optional.empty();
        }
        Optional<String> vhost = Optional.empty();
        Optional<String> app = Optional.empty();
        String stream = "";
        for (int i = 0; i < parts.size(); i++) {
            Optional<String> value = parts.get(i).match(segments.get(i));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            Optional<Variable> variable = parts.get(i).variable();
            if (variable.equals(Optional.of(Variable.VHOST))) {
                vhost = value;
            } else if (variable.equals(Optional.of(Variable.APP))) {
                app = value;
            } else if (variable.equals(Optional.of(Variable.STREAM))) {
                stream = value.get();
            }
        }
        return Optional.of(new Match(vhost, app, stream, format));
    }
}
