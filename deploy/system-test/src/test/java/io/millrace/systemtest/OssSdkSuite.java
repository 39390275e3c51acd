package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program written for Alibaba's ali-oss expects. */
abstract class OssSdkSuite {
    /** What a test that counts the seconds has to itself. */
    private static final String PROCESSORS = "processors";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration ALL_CHECKS = Duration.ofMinutes(5);

    abstract Target target();

    private String step(String step, String channel) {
        return NodeScript.run(
                        "oss-step.js",
                        Map.of(),
                        LIMIT,
                        target().api(),
                        target().accessKeyId(),
                        target().accessKeySecret(),
                        "steps",
                        step,
                        channel)
                .trim();
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V4"})
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = PROCESSORS, mode = ResourceAccessMode.READ)
    void everyOperationAndRefusalIsAsTheSdkExpectsInEachSignatureVersion(String version) {
        String checks = NodeScript.run(
                "oss.js",
                Ffmpeg.environment(),
                ALL_CHECKS,
                target().api(),
                target().accessKeyId(),
                target().accessKeySecret(),
                "sdk-checks-" + version.toLowerCase(Locale.ROOT),
                Ffmpeg.program(),
                version);
        assertThat(checks.lines().filter(line -> line.startsWith("ok " + version + " ")))
                .hasSizeGreaterThan(40);
        assertThat(checks).endsWith("all checks ok\n");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @ResourceLock(value = PROCESSORS, mode = ResourceAccessMode.READ)
    void historyKeepsTheLastTenSessionsEachOnce() {
        step("create", "often");
        String url = step("url", "often");
        for (int i = 0; i < 12; i++) {
            try (Program publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, url, Duration.ofSeconds(1))) {
                publisher.awaitSuccess(LIMIT);
            }
        }
        Await.until(
                "the last session is over", LIMIT, () -> step("status", "often").equals("Idle"));
        assertThat(step("history", "often").lines()).hasSize(10).isSorted();
    }

    @Test
    @ResourceLock(PROCESSORS)
    void disablingCutsThePublisherWithinASecondAndRefusesTheNext() {
        // A machine that halts for a while is no reason to fail.
        assertThat(Stream.of("cut", "cut2", "cut3").anyMatch(this::isCutWithinASecond))
                .isTrue();
        try (Program publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, step("url", "cut"), Duration.ofMinutes(5))) {
            assertThat(publisher.awaitExit(LIMIT)).isNotZero();
            assertThat(publisher.output()).contains("LiveChannelDisabled");
        }
    }

    private boolean isCutWithinASecond(String channel) {
        step("create", channel);
        try (Program publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, step("url", channel), Duration.ofMinutes(5))) {
            Await.until(
                    "the channel is live", LIMIT, () -> step("status", channel).equals("Live"));
            step("disable", channel);
            long disabled = System.nanoTime();
            assertThat(publisher.awaitExit(LIMIT)).isNotZero();
            return System.nanoTime() - disabled < TimeUnit.SECONDS.toNanos(1);
        }
    }
}
