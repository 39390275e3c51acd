package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.server.FloorProgram;
import io.millrace.load.server.Server;
import io.millrace.load.view.Protocol;
import java.net.URI;
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
    public Fanout {
        protocols = List.copyOf(protocols);
        viewers = List.copyOf(viewers);
        flushMillis = List.copyOf(flushMillis);
    }

    @Override
    public String note() {
        return viewers.size() == 1
                ? ""
                : "Nearly all that a node allocates goes with its streams: what a viewer adds is what bytes a frame times"
                        + " viewers grow by from one row to the next, over the viewers added.";
    }

    @Override
    public void run(Bench bench) {
        List<NodeSetting> settings = flushMillis.isEmpty()
                ? List.of(NodeSetting.NONE)
                : flushMillis.stream().map(NodeSetting::flush).toList();
        for (NodeSetting setting : settings) {
            for (Protocol protocol : protocols) {
                run(bench, setting, protocol);
            }
        }
    }

    private void run(Bench bench, NodeSetting setting, Protocol protocol) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(streams);
        try (Server node = bench.servers().node(setting);
                Publishers publishers = bench.publish(node, file, names)) {
            Target target = Target.of(name, node, setting.label(), protocol, names);
            Optional<FloorProgram> program = bench.servers().floor().filter(floor -> streams == 1);
            if (program.isPresent()) {
                runBesideFloor(bench, setting, target, program.get());
            } else {
                new Rounds(List.of(target), viewers).run(bench);
            }
            publishers.assertAlive();
        }
    }

    private void runBesideFloor(Bench bench, NodeSetting setting, Target target, FloorProgram program) {
        NodeSetting taken = program.takesBatch() ? setting : NodeSetting.NONE;
        try (Server floor = program.start(bench.pictures().viewed(), taken.flushMillis())) {
            List<URI> urls = List.of(Bench.stream(floor, "http", "floor", Protocol.FLV.suffix()));
            Target least = new Target(name, floor, taken.label(), Protocol.FLV, urls);
            new Rounds(List.of(least, target), viewers).run(bench);
        }
    }
}
