package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.server.Processors;
import io.millrace.load.server.Server;
import io.millrace.load.view.Protocol;
import java.util.List;

/**
 * What a gigabyte costs with one event loop, and with two that have as many viewers each.
 *
 * @param viewers of each event loop
 * @param flushMillis the time between two writes to a viewer; the node's own would follow the load
 */
public record Loops(String name, Protocol protocol, int viewers, int flushMillis) implements Scenario {
    @Override
    public void run(Bench bench) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(1);
        Processors.runOnAll(() -> {
            run(bench, file, names, 1);
            run(bench, file, names, 2);
        });
    }

    private void run(Bench bench, FlvFile file, List<String> names, int loops) {
        NodeSetting setting = NodeSetting.eventLoops(loops, flushMillis);
        try (Server node = bench.servers().node(setting);
                Publishers publishers = bench.publish(node, file, names)) {
            Target target = Target.of(name, node, setting.label(), protocol, names);
            new Rounds(List.of(target), List.of(viewers * loops)).run(bench);
            publishers.assertAlive();
        }
    }

    @Override
    public String note() {
        return "Two event loops that fill two processors would leave none to load them with. So node and viewers may use"
                + " all processors here, none is full, and what is compared is what a gigabyte costs: efficiency is the"
                + " cost with one loop over that with two, which have as many viewers each, and the throughput of two is"
                + " twice that of one times this. With few viewers the stream's own cost makes two look better than they are.";
    }
}
