package io.millrace.load.scenario;

import io.millrace.load.report.Subject;
import io.millrace.load.server.Server;
import io.millrace.load.view.Protocol;
import java.net.URI;
import java.util.List;

/**
 * What viewers watch.
 *
 * @param scenario the name of the table
 * @param setting how the server is set
 * @param urls of the streams
 */
record Target(String scenario, Server server, String setting, Protocol protocol, List<URI> urls) {
    Target {
        urls = List.copyOf(urls);
    }

    /** Streams that are published to a node. */
    static Target of(String scenario, Server node, String setting, Protocol protocol, List<String> names) {
        List<URI> urls = names.stream()
                .map(name -> Bench.stream(node, protocol.scheme(), name, protocol.suffix()))
                .toList();
        return new Target(scenario, node, setting, protocol, urls);
    }

    Subject subject(int viewers) {
        return new Subject(scenario, server.name(), setting, protocol.label(), urls.size(), viewers);
    }
}
