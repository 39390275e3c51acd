package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.server.Server;
import io.millrace.load.view.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Viewers of one stream, or of several, at growing numbers of them.
 *
 * @param streams each has the same number of viewers
 * @param viewers in all, for each row
 */
public record Fanout(String name, List<Protocol> protocols, int streams, List<Integer> viewers) implements Scenario {
    private static final int FIRST_WARM_UPS = 3;

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
            List<URI> urls = List.of(Bench.stream(floor, "http", "floor", Protocol.FLV.suffix()));
            for (int count : viewers) {
                for (int i = 0; i < bench.scale().runs(); i++) {
                    runOnce(bench, floor, Protocol.FLV, urls, count, 1);
                }
            }
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
            int warmUps = FIRST_WARM_UPS;
            for (int count : viewers) {
                for (int i = 0; i < bench.scale().runs(); i++) {
                    runOnce(bench, node, protocol, urls, count, warmUps);
                    publishers.assertAlive();
                    warmUps = 1;
                }
            }
        }
    }

    private void runOnce(Bench bench, Server server, Protocol protocol, List<URI> urls, int count, int warmUps) {
        Duration warmUp = bench.scale().warmUp().multipliedBy(warmUps);
        try (Audience audience = new Audience(bench, name, server, protocol, urls, count)) {
            Bench.pass(warmUp);
            bench.report()
                    .add(audience.withMemory(audience.measure(bench.scale().window())));
        }
    }
}
