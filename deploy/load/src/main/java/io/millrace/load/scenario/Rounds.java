package io.millrace.load.scenario;

import io.millrace.load.report.Run;
import io.millrace.load.server.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runs of targets that are compared: first some that do not count, then each number of viewers as often as is asked
 * for, with the targets in turn, as a machine may be faster now than it is in some minutes.
 *
 * @param viewers for each row
 */
record Rounds(List<Target> targets, List<Integer> viewers) {
    private static final int MAX_FIRST_VIEWERS = 1000;

    /** A server has to see off the viewers of the run before. */
    private static final Duration AFTER_CLOSE = Duration.ofSeconds(1);

    /** How long one audience watches of those that warm a server up. */
    private static final Duration ONE_WARM_UP = Duration.ofSeconds(10);

    Rounds {
        targets = List.copyOf(targets);
        viewers = List.copyOf(viewers);
    }

    void run(Bench bench) {
        warmUp(bench);
        Map<Target, Optional<Long>> bytesBefore = new HashMap<>();
        for (Target target : targets) {
            bytesBefore.put(target, target.server().process().map(ServerProcess::settledBytes));
        }
        for (int count : viewers) {
            for (int i = 0; i < bench.scale().runs(); i++) {
                for (Target target : targets) {
                    run(bench, target, count, bytesBefore.get(target));
                }
            }
        }
    }

    /** Code is compiled, that of viewers who come and go as well, and buffers are there, before anything is read. */
    private void warmUp(Bench bench) {
        Duration whole = bench.scale().serverWarmUp();
        int audiences = (int) Math.max(1, whole.dividedBy(ONE_WARM_UP));
        for (int i = 0; i < audiences; i++) {
            warmUp(bench, whole.dividedBy(audiences));
        }
    }

    /** All targets at once. */
    private void warmUp(Bench bench, Duration time) {
        int most = viewers.stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<Audience> first = new ArrayList<>();
        try {
            for (Target target : targets) {
                first.add(new Audience(bench, target, Math.min(MAX_FIRST_VIEWERS, most)));
            }
            Bench.pass(time);
        } finally {
            first.forEach(Audience::close);
        }
        Bench.pass(AFTER_CLOSE);
    }

    private static void run(Bench bench, Target target, int count, Optional<Long> bytesBefore) {
        try (Audience audience = new Audience(bench, target, count)) {
            audience.warmUp(bench.scale().warmUp());
            Run run =
                    bench.quietRuns().take(() -> audience.measure(bench.scale().window()));
            bench.report().add(audience.withMemory(run, bytesBefore));
        }
        Bench.pass(AFTER_CLOSE);
    }
}
