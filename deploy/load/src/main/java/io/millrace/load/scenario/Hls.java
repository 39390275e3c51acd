package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.report.Metric;
import io.millrace.load.report.Run;
import io.millrace.load.report.Subject;
import io.millrace.load.server.Server;
import io.millrace.load.view.RequestFigures;
import io.millrace.load.view.Requests;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests for the live playlist, then for its segments, each connection as fast as it is answered.
 *
 * @param connections how many
 */
public record Hls(String name, int connections) implements Scenario {
    private static final double GIGABYTE = 1e9;
    private static final int SEGMENTS = 3;

    @Override
    public void run(Bench bench) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(1);
        try (Server node = bench.servers().node();
                Publishers publishers = bench.publish(node, file, names)) {
            URI playlist = Bench.stream(node, "http", names.get(0), ".m3u8");
            List<URI> segments = new LivePlaylist(playlist).awaitSegments(SEGMENTS);
            for (int i = 0; i < bench.scale().runs(); i++) {
                runOnce(bench, node, "playlist", List.of(playlist));
            }
            for (int i = 0; i < bench.scale().runs(); i++) {
                runOnce(bench, node, "segments", segments);
            }
            publishers.assertAlive();
        }
    }

    private void runOnce(Bench bench, Server node, String what, List<URI> urls) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        try (Requests requests = new Requests(bench.viewerLoops(), urls, connections)) {
            Bench.pass(bench.scale().warmUp());
            requests.beginWindow();
            CpuMeter cpu = new CpuMeter(node);
            Bench.pass(bench.scale().window());
            Optional<Double> used = cpu.end(figures);
            note(requests.endWindow(), used, figures);
        }
        bench.report().add(new Run(new Subject(name, node.name(), what, 1, connections), figures));
    }

    private static void note(RequestFigures seen, Optional<Double> cpuSeconds, Map<Metric, Double> figures) {
        figures.put(Metric.REQUESTS_PER_SECOND, seen.answers() / seen.seconds());
        figures.put(Metric.MBITS, seen.bytes() * 8 / seen.seconds() / 1e6);
        figures.put(Metric.CLOSED, (double) seen.failures());
        if (seen.answers() == 0) {
            return;
        }
        figures.put(Metric.LATENCY_P50_MILLIS, seen.micros().getValueAtPercentile(50) / 1000.0);
        figures.put(Metric.LATENCY_P99_MILLIS, seen.micros().getValueAtPercentile(99) / 1000.0);
        cpuSeconds.ifPresent(used -> {
            figures.put(Metric.CPU_SECONDS_PER_GB, used / (seen.bytes() / GIGABYTE));
            figures.put(Metric.CPU_MICROS_PER_REQUEST, used * 1e6 / seen.answers());
        });
    }
}
