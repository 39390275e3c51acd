package io.millrace.load.scenario;

import io.millrace.load.media.FlvFile;
import io.millrace.load.publish.Publishers;
import io.millrace.load.report.Metric;
import io.millrace.load.report.Run;
import io.millrace.load.report.Subject;
import io.millrace.load.server.Server;
import io.millrace.load.server.StaticProgram;
import io.millrace.load.view.RequestFigures;
import io.millrace.load.view.RequestLoad;
import io.millrace.load.view.Requests;
import io.millrace.load.view.Wrk;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests for the live playlist, then for its segments, each connection as fast as it is answered; then the same of a
 * server of static files, if there is one.
 *
 * @param connections how many
 * @param wrk the program that asks; absent for the bench itself
 * @param threads of that program
 */
public record Hls(String name, int connections, Optional<Path> wrk, int threads) implements Scenario {
    private static final double GIGABYTE = 1e9;
    private static final int SEGMENTS = 3;

    @Override
    public void run(Bench bench) {
        FlvFile file = FlvFile.read(bench.pictures().viewed());
        List<String> names = bench.names(1);
        try (Server node = bench.servers().node();
                Publishers publishers = bench.publish(node, file, names)) {
            URI url = Bench.stream(node, "http", names.get(0), ".m3u8");
            LivePlaylist playlist = new LivePlaylist(url);
            playlist.awaitSegments(SEGMENTS);
            runAll(bench, node, "playlist", List.of(url.getPath()), playlist.download(List.of()));
            // The first ones may be gone by now.
            List<URI> segments = playlist.awaitSegments(SEGMENTS);
            List<String> paths = segments.stream().map(URI::getPath).toList();
            runAll(bench, node, "segments", paths, playlist.download(segments));
            publishers.assertAlive();
        }
    }

    /**
     * The node in turn with a server of the same files, if there is one: a machine may be faster now than in some minutes.
     *
     * @param bytes of the files, by their paths
     */
    private void runAll(Bench bench, Server node, String what, List<String> paths, Map<String, byte[]> bytes) {
        Optional<StaticProgram> program = bench.servers().files();
        if (program.isEmpty()) {
            runAll(bench, List.of(node), what, paths);
            return;
        }
        try (Server files = program.get().start(bytes)) {
            runAll(bench, List.of(node, files), what, paths);
        }
    }

    private void runAll(Bench bench, List<Server> servers, String what, List<String> paths) {
        servers.forEach(server -> warmUp(bench, server, paths));
        for (int i = 0; i < bench.scale().runs(); i++) {
            servers.forEach(
                    server -> bench.report().add(bench.quietRuns().take(() -> runOnce(bench, server, what, paths))));
        }
    }

    private void warmUp(Bench bench, Server server, List<String> paths) {
        try (RequestLoad load = load(bench, server, paths)) {
            load.warmUp(bench.scale().serverWarmUp());
        }
    }

    private Run runOnce(Bench bench, Server server, String what, List<String> paths) {
        Map<Metric, Double> figures = new EnumMap<>(Metric.class);
        try (RequestLoad load = load(bench, server, paths)) {
            load.warmUp(bench.scale().warmUp());
            CpuMeter cpu = new CpuMeter(server);
            RequestFigures seen = load.measure(bench.scale().window());
            note(seen, cpu.end(figures), figures);
        }
        String setting = wrk.isPresent() ? "asked by wrk" : "asked by the bench";
        return new Run(new Subject(name, server.name(), setting, what, 1, connections), figures);
    }

    private RequestLoad load(Bench bench, Server server, List<String> paths) {
        List<URI> urls = paths.stream()
                .map(path -> server.listener("http").resolve(path))
                .toList();
        return wrk.<RequestLoad>map(program -> new Wrk(program, urls, connections, threads))
                .orElseGet(() -> new Requests(bench.viewerLoops(), urls, connections));
    }

    private static void note(RequestFigures seen, Optional<Double> cpuSeconds, Map<Metric, Double> figures) {
        figures.put(Metric.REQUESTS_PER_SECOND, seen.answers() / seen.seconds());
        figures.put(Metric.MBITS, seen.bytes() * 8 / seen.seconds() / 1e6);
        figures.put(Metric.CLOSED, (double) seen.failures());
        if (seen.answers() == 0) {
            return;
        }
        figures.put(Metric.LATENCY_P50_MILLIS, seen.p50Micros() / 1000);
        figures.put(Metric.LATENCY_P99_MILLIS, seen.p99Micros() / 1000);
        cpuSeconds.ifPresent(used -> {
            figures.put(Metric.CPU_SECONDS_PER_GB, used / (seen.bytes() / GIGABYTE));
            figures.put(Metric.CPU_MICROS_PER_REQUEST, used * 1e6 / seen.answers());
        });
    }
}
