package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.report.Metric;
import io.millrace.load.report.Run;
import io.millrace.load.server.NodeCounters;
import io.millrace.load.server.Server;
import io.millrace.load.view.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same viewers for a long time, a row for each minute: what grows there grows with time alone. The last row has what
 * the server's memory has grown by in a minute.
 *
 * @param viewers of one stream
 * @param stalled how many of them never read, in percent
 */
public record Drift(String name, Protocol protocol, int viewers, int stalled, int minutes) implements Scenario {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final double KIB_PER_MIB = 1024;

    @Override
    public void run(Bench bench) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(1);
        String setting = stalled == 0 ? "" : stalled + " % never read";
        try (Server node = bench.servers().node();
                Publishers publishers = bench.publish(node, file, names)) {
            Target target = Target.of(name, node, setting, protocol, names);
            try (Audience audience = new Audience(bench, target, viewers, stalled)) {
                audience.warmUp(bench.scale().warmUp());
                List<Double> resident = new ArrayList<>();
                for (int minute = 1; minute <= minutes; minute++) {
                    Optional<NodeCounters> before = node.counters();
                    Map<Metric, Double> figures =
                            new EnumMap<>(audience.measure(WINDOW).figures());
                    figures.put(Metric.MINUTE, (double) minute);
                    before.flatMap(earlier -> node.counters().map(now -> now.since(earlier)))
                            .ifPresent(counted -> {
                                figures.put(Metric.JUMPS, counted.jumps());
                                figures.put(Metric.STUCK, counted.stuck());
                            });
                    bench.report().add(new Run(target.subject(viewers), figures));
                    publishers.assertAlive();
                    if (figures.containsKey(Metric.RESIDENT_MIB)) {
                        resident.add(figures.get(Metric.RESIDENT_MIB) * KIB_PER_MIB);
                    }
                }
                Trend.slope(resident).ifPresent(slope -> bench.report()
                        .add(new Run(target.subject(viewers), Map.of(Metric.GROWTH_KIB_PER_MINUTE, slope))));
            }
        }
    }
}
