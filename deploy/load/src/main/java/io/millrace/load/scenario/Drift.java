package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.report.Metric;
import io.millrace.load.report.Run;
import io.millrace.load.server.Server;
import io.millrace.load.view.Protocol;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The same viewers for a long time, a row for each minute: what grows there grows with time alone.
 *
 * @param viewers of one stream
 */
public record Drift(String name, Protocol protocol, int viewers, int minutes) implements Scenario {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    @Override
    public void run(Bench bench) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(1);
        try (Server node = bench.servers().node();
                Publishers publishers = bench.publish(node, file, names)) {
            Target target = Target.of(name, node, NodeSetting.NONE, protocol, names);
            try (Audience audience = new Audience(bench, target, viewers)) {
                audience.warmUp(bench.scale().warmUp());
                for (int minute = 1; minute <= minutes; minute++) {
                    Run run = audience.measure(WINDOW);
                    Map<Metric, Double> figures = new EnumMap<>(run.figures());
                    figures.put(Metric.MINUTE, (double) minute);
                    bench.report().add(new Run(run.subject(), figures));
                    publishers.assertAlive();
                }
            }
        }
    }
}
