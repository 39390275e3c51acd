package io.millrace.load;

import io.millrace.load.scenario.Fanout;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.view.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line, as deploy/bench describes it. */
final class Options {
    private static final int MAX_WARM_UP_SECONDS = 5;

    @Option(names = "--scenario", split = ",")
    private List<String> names = List.of("fanout");

    @Option(names = "--protocol", split = ",")
    private List<Protocol> protocols = List.of(Protocol.FLV);

    @Option(names = "--viewers", split = ",")
    private List<Integer> viewers = List.of(100, 500, 1000, 2000, 5000);

    @Option(names = "--streams")
    private int streams = 1;

    @Option(names = "--seconds")
    int seconds = 10;

    @Option(names = "--warm-up")
    private Integer warmUp;

    @Option(names = "--runs")
    int runs = 3;

    @Option(names = "--rate")
    int rate = 500;

    @Option(names = "--threads")
    int threads = 1;

    @Option(names = "--floor")
    String floor;

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

    List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : names) {
            scenarios.add(scenario(name));
        }
        return scenarios;
    }

    private Scenario scenario(String name) {
        return switch (name) {
            case "fanout" -> new Fanout(name, protocols, streams, viewers);
            default -> throw new IllegalArgumentException("scenario: " + name + " (expected: fanout)");
        };
    }
}
