package io.millrace.load;

import io.millrace.load.scenario.Drift;
import io.millrace.load.scenario.Fanout;
import io.millrace.load.scenario.Hls;
import io.millrace.load.scenario.Ingest;
import io.millrace.load.scenario.Loops;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.server.FloorProgram;
import io.millrace.load.server.StaticProgram;
import io.millrace.load.view.Protocol;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line, as deploy/bench describes it. */
final class Options {
    private static final int MAX_WARM_UP_SECONDS = 5;
    private static final List<String> ALL = List.of("fanout", "protocols", "channels", "hls", "ingest");
    private static final List<Protocol> FANOUT = List.of(Protocol.FLV);
    private static final List<Integer> FANOUT_VIEWERS = List.of(100, 500, 1000, 2000, 5000);
    private static final List<Protocol> OTHERS = List.of(Protocol.WS, Protocol.RTMP, Protocol.HTTPS);
    private static final List<Integer> OTHERS_VIEWERS = List.of(500);
    private static final int CHANNELS = 100;
    private static final int CHANNEL_VIEWERS = 20;
    private static final int HLS_CONNECTIONS = 50;
    private static final int DRIFT_VIEWERS = 1000;
    private static final int LOOP_VIEWERS = 1000;
    private static final int LOOP_FLUSH_MILLIS = 100;
    private static final int MAX_STALLED = 99;

    @Option(names = "--scenario", split = ",")
    private List<String> names;

    @Option(names = "--protocol", split = ",")
    private List<Protocol> protocols;

    @Option(names = "--viewers", split = ",")
    private List<Integer> viewers;

    @Option(names = "--publishers", split = ",")
    private List<Integer> publishers = List.of(10, 100, 500);

    @Option(names = "--streams")
    private Integer streams;

    @Option(names = "--flush", split = ",")
    private List<Integer> flushMillis = List.of();

    @Option(names = "--stalled")
    private int stalled;

    @Option(names = "--minutes")
    private int minutes;

    @Option(names = "--seconds")
    int seconds = 10;

    @Option(names = "--warm-up")
    private Integer warmUp;

    @Option(names = "--server-warm-up")
    private Integer serverWarmUp;

    @Option(names = "--runs")
    int runs = 3;

    @Option(names = "--others")
    int maxOthersPercent = 5;

    @Option(names = "--rate")
    int rate = 500;

    @Option(names = "--threads")
    int threads = 1;

    @Option(names = "--floor")
    String floor;

    @Option(names = "--static-server")
    String staticServer;

    @Option(names = "--wrk")
    private Path wrk;

    @Option(names = "--node", split = ",")
    List<URI> node = List.of();

    @Option(names = "--pid")
    Long pid;

    @Option(names = "--json")
    Path json = Path.of("bench.json");

    @Option(names = "--server-cpus")
    String serverCpus = "";

    @Option(names = "--launcher", hidden = true, required = true)
    Path launcher;

    @Option(names = "--ffmpeg", hidden = true, required = true)
    Path ffmpeg;

    @Option(names = "--work", hidden = true, required = true)
    Path work;

    @Parameters
    List<String> jvmOptions = List.of();

    /** In seconds: what was asked for, or no longer than a window. */
    int warmUp() {
        return warmUp == null ? Math.min(seconds, MAX_WARM_UP_SECONDS) : warmUp;
    }

    /** In seconds: what was asked for, or twice the warm-up of a run. */
    int serverWarmUp() {
        return serverWarmUp == null ? 2 * warmUp() : serverWarmUp;
    }

    List<Scenario> scenarios() {
        check();
        if (minutes > 0) {
            return List.of(new Drift(
                    "drift", first(protocols, Protocol.FLV), first(viewers, DRIFT_VIEWERS), stalled, minutes));
        }
        boolean shaped = viewers != null || protocols != null || streams != null || !flushMillis.isEmpty();
        return or(names, shaped ? List.of("fanout") : ALL).stream()
                .map(this::scenario)
                .toList();
    }

    private Scenario scenario(String name) {
        return switch (name) {
            case "fanout" -> fanout(name, FANOUT, 1, FANOUT_VIEWERS);
            case "protocols" -> fanout(name, OTHERS, 1, OTHERS_VIEWERS);
            case "channels" -> fanout(name, FANOUT, CHANNELS, List.of(or(streams, CHANNELS) * CHANNEL_VIEWERS));
            case "hls" -> new Hls(name, first(viewers, HLS_CONNECTIONS), wrk(), threads);
            case "loops" ->
                new Loops(
                        name,
                        first(protocols, Protocol.FLV),
                        first(viewers, LOOP_VIEWERS),
                        flushMillis.isEmpty() ? LOOP_FLUSH_MILLIS : flushMillis.get(0));
            case "ingest" -> new Ingest(name, publishers);
            default ->
                throw new IllegalArgumentException(
                        "scenario: " + name + " (expected: fanout, protocols, channels, hls, ingest or loops)");
        };
    }

    private Scenario fanout(String name, List<Protocol> usual, int usualStreams, List<Integer> usualViewers) {
        return new Fanout(
                name, or(protocols, usual), or(streams, usualStreams), or(viewers, usualViewers), flushMillis);
    }

    private Optional<Path> wrk() {
        return wrk == null ? StaticProgram.find("wrk") : Optional.of(wrk);
    }

    private void check() {
        if (stalled < 0 || stalled > MAX_STALLED || stalled > 0 && minutes == 0) {
            throw new IllegalArgumentException(
                    "--stalled: " + stalled + " (expected: 0 to " + MAX_STALLED + ", with --minutes)");
        }
        if (maxOthersPercent < 0) {
            throw new IllegalArgumentException("--others: " + maxOthersPercent + " (expected: 0 or more)");
        }
        if (wrk != null && !Files.isExecutable(wrk)) {
            throw new IllegalArgumentException("--wrk: " + wrk + " (expected: a program)");
        }
        if (staticServer != null) {
            // It says what is missing before anything is measured.
            new StaticProgram(staticServer, serverCpus);
        }
        if (names != null && names.contains("loops") && !node.isEmpty()) {
            throw new IllegalArgumentException("loops sets nodes of the bench's own (expected: no --node)");
        }
        if (!flushMillis.isEmpty() && !node.isEmpty()) {
            throw new IllegalArgumentException("--flush sets a node of the bench's own (expected: no --node)");
        }
        if (flushMillis.isEmpty() && floor != null && new FloorProgram(floor, "").takesBatch()) {
            throw new IllegalArgumentException("--floor has {batch} (expected: --flush)");
        }
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static <T> T first(List<T> given, T otherwise) {
        return given == null ? otherwise : given.get(0);
    }
}
