package io.millrace.load;

import io.millrace.load.media.TestPicture;
import io.millrace.load.report.JsonLines;
import io.millrace.load.report.Report;
import io.millrace.load.scenario.Bench;
import io.millrace.load.scenario.Pictures;
import io.millrace.load.scenario.Scale;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Servers;
import io.millrace.load.server.FloorProgram;
import io.millrace.load.server.OwnNode;
import io.millrace.load.server.RunningNode;
import io.millrace.load.server.Server;
import io.millrace.load.server.ServerProcess;
import io.millrace.load.server.StaticProgram;
import io.millrace.load.simulation.Plan;
import io.millrace.load.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the scenarios that were asked for, and prints a table for each. */
@Command(name = "deploy/bench", description = "Measures a node.")
public final class Main implements Callable<Integer> {
    private static final int MISUSED = 2;

    @Mixin
    private Options options;

    @Mixin
    private SimulationOptions simulation;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        Optional<Plan> plan;
        List<Scenario> scenarios;
        try {
            plan = simulation.plan();
            scenarios = options.scenarios();
        } catch (IllegalArgumentException e) {
            System.err.println("deploy/bench: " + e.getMessage());
            return MISUSED;
        }
        if (plan.isPresent()) {
            System.out.print(new Simulation(plan.get()).run());
            return 0;
        }
        run(scenarios);
        System.err.println("All runs as JSON: " + options.json);
        return 0;
    }

    private void run(List<Scenario> scenarios) {
        Scale scale = new Scale(
                Duration.ofSeconds(options.seconds),
                Duration.ofSeconds(options.serverWarmUp()),
                Duration.ofSeconds(options.warmUp()),
                options.runs,
                options.rate,
                options.maxOthersPercent);
        Pictures pictures = new Pictures(new TestPicture(options.ffmpeg, options.work));
        try (JsonLines json = new JsonLines(options.json)) {
            Report report = new Report(json, System.err);
            try (Bench bench = new Bench(servers(), pictures, scale, report, options.threads)) {
                for (Scenario scenario : scenarios) {
                    scenario.run(bench);
                    System.out.println(report.finish(scenario.name(), scenario.note()));
                }
            }
        }
    }

    private Servers servers() {
        Optional<FloorProgram> floor =
                Optional.ofNullable(options.floor).map(command -> new FloorProgram(command, options.serverCpus));
        Optional<StaticProgram> files = Optional.ofNullable(options.staticServer)
                .map(command -> new StaticProgram(command, options.serverCpus));
        if (options.node.isEmpty()) {
            return new Servers(() -> ownNode(List.of(), true), Optional.of(this::ownNode), floor, files);
        }
        Optional<ServerProcess> process = Optional.ofNullable(options.pid).map(ServerProcess::of);
        return new Servers(() -> new RunningNode(options.node, process), Optional.empty(), floor, files);
    }

    private Server ownNode(List<String> more, boolean pinned) {
        List<String> jvmOptions =
                Stream.concat(options.jvmOptions.stream(), more.stream()).toList();
        return new OwnNode(options.launcher, jvmOptions, pinned ? options.serverCpus : "");
    }
}
