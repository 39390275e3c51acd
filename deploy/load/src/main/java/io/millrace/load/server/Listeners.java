package io.millrace.load.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a node listens.
 *
 * @param byScheme {@code rtmp}, {@code http} and so on; without a slash at the end
 */
record Listeners(Map<String, URI> byScheme) {
    Listeners {
        byScheme = Map.copyOf(byScheme);
    }

    /** From the node.json that a node writes. */
    static Listeners read(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            Map<String, URI> byScheme = new HashMap<>();
            for (String name : List.of("rtmp", "http", "https", "management")) {
                if (json.hasNonNull(name)) {
                    byScheme.put(name, URI.create(json.get(name).asText()));
                }
            }
            return new Listeners(byScheme);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each under its own scheme. */
    static Listeners of(List<URI> urls) {
        Map<String, URI> byScheme = new HashMap<>();
        urls.forEach(url -> byScheme.put(url.getScheme(), url));
        return new Listeners(byScheme);
    }

    URI get(String scheme) {
        URI url = byScheme.get(scheme);
        if (url == null) {
            throw new IllegalArgumentException("no address with " + scheme + " (known: " + byScheme.values() + ")");
        }
        return url;
    }
}
