package io.millrace.node.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final HealthSettings QUICK = new HealthSettings(Duration.ofMillis(100), Duration.ofMillis(200));
    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile String error;

    private Health watch(Dependency dependency) {
        return new Health(List.of(dependency), QUICK, meters, InstantSource.system());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private boolean isUp(double value) {
        return meters.get("millrace.store.up").gauge().value() == value;
    }

    @Test
    void aDependencyThatGoesAndComesBackIsSaidWithItsMeaning() {
        try (Health health = watch(new Dependency("store", "segments wait", () -> {
            if (error != null) {
                throw new IllegalStateException(error);
            }
        }))) {
            await(() -> isUp(1));
            Instant upSince = health.dependencies().get(0).since();
            error = "refused";
            await(() -> isUp(0));
            DependencyState down = health.dependencies().get(0);
            assertThat(down.up()).isFalse();
            assertThat(down.lastError()).contains("refused");
            assertThat(down.meaning()).isEqualTo("segments wait");
            assertThat(down.since()).isAfterOrEqualTo(upSince);
            error = null;
            await(() -> isUp(1));
            DependencyState again = health.dependencies().get(0);
            assertThat(again.since()).isAfterOrEqualTo(down.since());
            assertThat(again.lastError()).as("stays known").contains("refused");
        }
    }

    @Test
    void aDependencyThatHangsIsDownAndUpWhenItAnswers() {
        CountDownLatch answer = new CountDownLatch(1);
        try (Health health = watch(new Dependency("store", "segments wait", answer::await))) {
            await(() -> isUp(0));
            assertThat(health.dependencies().get(0).lastError()).contains("no answer within 200 ms");
            answer.countDown();
            await(() -> isUp(1));
        }
    }
}
