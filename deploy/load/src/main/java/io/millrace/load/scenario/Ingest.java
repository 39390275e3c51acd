package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.report.Metric;
import io.millrace.load.report.Run;
import io.millrace.load.report.Subject;
import io.millrace.load.server.Server;
import io.millrace.load.server.ServerProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Publishers without viewers, of a node with HLS and of one without, where there is one.
 *
 * @param publishers how many, for each row
 */
public record Ingest(String name, List<Integer> publishers) implements Scenario {
    private static final double GIGABYTE = 1e9;

    public Ingest {
        publishers = List.copyOf(publishers);
    }

    @Override
    public void run(Bench bench) {
        FlvFile file = bench.pictures().ingested();
        run(bench, file, NodeSetting.NONE);
        if (bench.servers().canSet()) {
            run(bench, file, NodeSetting.WITHOUT_HLS);
        }
    }

    private void run(Bench bench, FlvFile file, NodeSetting setting) {
        try (Server node = bench.servers().node(setting)) {
            try (Publishers first = bench.publish(node, file, bench.names(publishers.get(0)))) {
                Bench.pass(bench.scale().serverWarmUp());
                first.assertAlive();
            }
            Optional<Long> bytesBefore = node.process().map(ServerProcess::settledBytes);
            for (int count : publishers) {
                for (int i = 0; i < bench.scale().runs(); i++) {
                    bench.report()
                            .add(bench.quietRuns().take(() -> runOnce(bench, node, file, count, bytesBefore, setting)));
                }
            }
        }
    }

    private Run runOnce(
            Bench bench, Server node, FlvFile file, int count, Optional<Long> bytesBefore, NodeSetting setting) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        try (Publishers all = bench.publish(node, file, bench.names(count))) {
            Bench.pass(bench.scale().warmUp());
            CpuMeter cpu = new CpuMeter(node);
            Bench.pass(bench.scale().window());
            Optional<Double> used = cpu.end(figures);
            all.assertAlive();
            double bits = file.bitsPerSecond() * count;
            double seconds = bench.scale().window().toMillis() / 1000.0;
            figures.put(Metric.MBITS, bits / 1e6);
            used.ifPresent(cpuSeconds -> {
                figures.put(Metric.CPU_SECONDS_PER_GB, cpuSeconds / (bits / 8 * seconds / GIGABYTE));
                figures.put(Metric.CPU_PERCENT_PER_PUBLISHER, cpuSeconds / seconds * 100 / count);
            });
            bytesBefore.ifPresent(before -> {
                long after = node.process().orElseThrow().settledBytes();
                figures.put(Metric.KIB_PER_PUBLISHER, (after - before) / 1024.0 / count);
            });
        }
        return new Run(new Subject(name, node.name(), setting.label(), "rtmp", count, 0), figures);
    }
}
