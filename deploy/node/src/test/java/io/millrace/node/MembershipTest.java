package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.millrace.config.Settings;
import io.millrace.node.config.ConfigurationLoader;
import io.millrace.node.health.Health;
import io.millrace.node.health.HealthSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final HealthSettings HOURLY = new HealthSettings(Duration.ofHours(1), Duration.ofSeconds(1));

    @Test
    void aSystemThatDoesNotEndIsLeftBehind() throws Exception {
        Config config = new ConfigurationLoader(Map.of(), new Properties())
                .load(Optional.empty(), Map.of("millrace.management.port", 0, "millrace.remoting.port", 0));
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        CountDownLatch release = new CountDownLatch(1);
        try (Health health = new Health(List.of(), HOURLY, meters, InstantSource.system())) {
            Membership membership = new Membership(
                    config,
                    NodeSettings.from(Settings.of(config, "millrace")),
                    () -> new ManagementSetup(meters, () -> true, health));
            assertThat(membership.begin()).isPositive();
            ActorSystem<Done> system = membership.join();
            hang(system, release);

            system.terminate();
            CompletableFuture.runAsync(membership::awaitEnd).get(60, TimeUnit.SECONDS);

            assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
            release.countDown();
            system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } finally {
            release.countDown();
        }
    }

    /** An actor that is in the middle of something, and stays there. */
    private static void hang(ActorSystem<Done> system, CountDownLatch release) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        system.systemActorOf(
                Behaviors.setup(context -> {
                    begun.countDown();
                    release.await();
                    return Behaviors.empty();
                }),
                "hanging",
                Props.empty());
        begun.await();
    }
}
