package io.millrace.node;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a node listens, as URLs by name; only what its roles open. */
final class NodeAddresses {
    private final Map<String, String> byName = new LinkedHashMap<>();

    /**
     * @param host as configured to listen on; what means any address is shown as 127.0.0.1, which OSS's SDKs can use
     *     without a name server that knows bucket.localhost
     */
    void add(String name, String scheme, String host, int port) {
        byName.put(name, scheme + "://" + reachable(host) + ":" + port);
    }

    private static String reachable(String host) {
        return switch (host) {
            case "", "0.0.0.0", "::", "[::]" -> "127.0.0.1";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    Optional<URI> url(String name) {
        return Optional.ofNullable(byName.get(name)).map(URI::create);
    }

    /** In the order in which they were added. */
    Map<String, String> byName() {
        return Collections.unmodifiableMap(byName);
    }

    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
