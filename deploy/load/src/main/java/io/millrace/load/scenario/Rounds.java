package io.millrace.load.scenario;

import io.millrace.load.server.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The runs of one target: first some that do not count, then each number of viewers as often as is asked for.
 *
 * @param viewers for each row
 */
record Rounds(Target target, List<Integer> viewers) {
    private static final int FIRST_WARM_UPS = 2;
    private static final int FIRST_VIEWERS = 200;

    /** A server has to see off the viewers of the run before. */
    private static final Duration AFTER_CLOSE = Duration.ofSeconds(1);

    Rounds {
        viewers = List.copyOf(viewers);
    }

    /** A server's code is compiled, and its buffers are there, when the memory without viewers is read. */
    void run(Bench bench) {
        try (Audience first = new Audience(bench, target, Math.min(FIRST_VIEWERS, viewers.get(0)))) {
            first.warmUp(bench.scale().warmUp().multipliedBy(FIRST_WARM_UPS));
        }
        Bench.pass(AFTER_CLOSE);
        Optional<Long> bytesBefore = target.server().process().map(ServerProcess::settledBytes);
        for (int count : viewers) {
            for (int i = 0; i < bench.scale().runs(); i++) {
                try (Audience audience = new Audience(bench, target, count)) {
                    audience.warmUp(bench.scale().warmUp());
                    bench.report()
                            .add(audience.withMemory(
                                    audience.measure(bench.scale().window()), bytesBefore));
                }
                Bench.pass(AFTER_CLOSE);
            }
        }
    }
}
