package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.server.FloorProgram;
import io.millrace.load.server.Server;
import io.millrace.load.server.ServerProcess;
import io.millrace.load.view.Protocol;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Viewers of one stream, or of several, at growing numbers of them.
 *
 * @param streams each has the same number of viewers
 * @param viewers in all, for each row
 * @param flushMillis the times between two writes to a viewer, each with a node of its own; empty for the node's own
 */
public record Fanout(
        String name, List<Protocol> protocols, int streams, List<Integer> viewers, List<Integer> flushMillis)
        implements Scenario {
    private static final int FIRST_WARM_UPS = 2;
    private static final int FIRST_VIEWERS = 200;

    /** A server has to see off the viewers of the run before. */
    private static final Duration AFTER_CLOSE = Duration.ofSeconds(1);

    public Fanout {
        protocols = List.copyOf(protocols);
        viewers = List.copyOf(viewers);
        flushMillis = List.copyOf(flushMillis);
    }

    @Override
    public void run(Bench bench) {
        List<NodeSetting> settings = flushMillis.isEmpty()
                ? List.of(NodeSetting.NONE)
                : flushMillis.stream().map(NodeSetting::flush).toList();
        if (streams == 1) {
            bench.servers().floor().ifPresent(floor -> runFloor(bench, floor, settings));
        }
        for (NodeSetting setting : settings) {
            for (Protocol protocol : protocols) {
                runNode(bench, setting, protocol);
            }
        }
    }

    private void runFloor(Bench bench, FloorProgram program, List<NodeSetting> settings) {
        for (NodeSetting setting : program.takesBatch() ? settings : List.of(NodeSetting.NONE)) {
            try (Server floor = program.start(bench.pictures().viewed(), setting.flushMillis())) {
                List<URI> urls = List.of(Bench.stream(floor, "http", "floor", Protocol.FLV.suffix()));
                runAll(bench, new Target(name, floor, setting.label(), Protocol.FLV, urls));
            }
        }
    }

    private void runNode(Bench bench, NodeSetting setting, Protocol protocol) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(streams);
        try (Server node = bench.servers().node(setting);
                Publishers publishers = bench.publish(node, file, names)) {
            runAll(bench, Target.of(name, node, setting.label(), protocol, names));
            publishers.assertAlive();
        }
    }

    /** A server's code is compiled, and its buffers are there, when the memory without viewers is read. */
    private void runAll(Bench bench, Target target) {
        try (Audience first = new Audience(bench, target, Math.min(FIRST_VIEWERS, viewers.get(0)))) {
            first.warmUp(bench.scale().warmUp().multipliedBy(FIRST_WARM_UPS));
        }
        Bench.pass(AFTER_CLOSE);
        Optional<Long> bytesBefore = target.server().process().map(ServerProcess::settledBytes);
        for (int count : viewers) {
            for (int i = 0; i < bench.scale().runs(); i++) {
                try (Audience audience = new Audience(bench, target, count)) {
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
