package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.server.Server;
import io.millrace.load.server.ServerProcess;
import io.millrace.load.view.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Viewers of one stream, or of several, at growing numbers of them.
 *
 * @param streams each has the same number of viewers
 * @param viewers in all, for each row
 */
public record Fanout(String name, List<Protocol> protocols, int streams, List<Integer> viewers) implements Scenario {
    private static final int FIRST_WARM_UPS = 2;
    private static final int FIRST_VIEWERS = 200;

    /** A server has to see off the viewers of the run before. */
    private static final Duration AFTER_CLOSE = Duration.ofSeconds(1);

    public Fanout {
        protocols = List.copyOf(protocols);
        viewers = List.copyOf(viewers);
    }

    @Override
    public void run(Bench bench) {
        for (Protocol protocol : protocols) {
            if (protocol == Protocol.FLV && streams == 1) {
                bench.servers().floor().ifPresent(floor -> runFloor(bench, floor));
            }
            runNode(bench, protocol);
        }
    }

    private void runFloor(Bench bench, Function<Path, Server> program) {
        try (Server floor = program.apply(bench.pictures().viewed())) {
            runAll(bench, floor, Protocol.FLV, List.of(Bench.stream(floor, "http", "floor", Protocol.FLV.suffix())));
        }
    }

    private void runNode(Bench bench, Protocol protocol) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(streams);
        try (Server node = bench.servers().node().get();
                Publishers publishers = bench.publish(node, file, names)) {
            List<URI> urls = names.stream()
                    .map(name -> Bench.stream(node, protocol.scheme(), name, protocol.suffix()))
                    .toList();
            runAll(bench, node, protocol, urls);
            publishers.assertAlive();
        }
    }

    /** A server's code is compiled, and its buffers are there, when the memory without viewers is read. */
    private void runAll(Bench bench, Server server, Protocol protocol, List<URI> urls) {
        try (Audience first =
                new Audience(bench, name, server, protocol, urls, Math.min(FIRST_VIEWERS, viewers.get(0)))) {
            first.warmUp(bench.scale().warmUp().multipliedBy(FIRST_WARM_UPS));
        }
        Bench.pass(AFTER_CLOSE);
        Optional<Long> bytesBefore = server.process().map(ServerProcess::settledBytes);
        for (int count : viewers) {
            for (int i = 0; i < bench.scale().runs(); i++) {
                try (Audience audience = new Audience(bench, name, server, protocol, urls, count)) {
                    audience.warmUp(bench.scale().warmUp());
                    bench.report()
                            .add(audience.withMemory(
                                    audience.measure(bench.scale().window()), bytesBefore));
                }
                Bench.pass(AFTER_CLOSE);
            }
        }
    }
}
