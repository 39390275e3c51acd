package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.Leave;
import com.typesafe.config.ConfigFactory;
import io.millrace.channel.OriginNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeDirectoryTest {
    private static final String CONFIG =
            """
            akka {
              loglevel = WARNING
              log-dead-letters = off
              actor { provider = cluster, allow-java-serialization = off }
              remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
              cluster {
                jmx.enabled = off
                gossip-interval = 200 ms
                leader-actions-interval = 200 ms
                failure-detector.acceptable-heartbeat-pause = 10 s
                downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
                distributed-data { gossip-interval = 500 ms, notify-subscribers-interval = 100 ms }
              }
              coordinated-shutdown.exit-jvm = off
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
            }
            """;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<TestingMember> started = new ArrayList<>();

    /** A node as the directory sees it: a system, and a status that can change. */
    private static final class TestingMember {
        final String zone;
        final NodeDirectory directory;
        ActorTestKit kit;
        volatile int viewers;
        volatile boolean draining;
        volatile Map<String, BucketLoad> buckets = Map.of();

        TestingMember(String zone, Duration interval) {
            this.zone = zone;
            directory = new NodeDirectory(interval, this::status);
        }

        private NodeStatus status() {
            return new NodeStatus(
                    "",
                    Set.of("origin", "edge"),
                    zone,
                    Optional.of(new Endpoint("127.0.0.1", 1935)),
                    Optional.empty(),
                    Optional.of("rtmp://edge.example.com"),
                    Optional.empty(),
                    new NodeLoad(viewers, 100, 0, 10),
                    draining,
                    buckets);
        }

        void start(Optional<TestingMember> seed) {
            kit = ActorTestKit.create(
                    "millrace", ConfigFactory.parseString(CONFIG).withFallback(ConfigFactory.load()));
            Cluster cluster = Cluster.get(kit.system());
            directory.attach(kit.system());
            cluster.manager()
                    .tell(Join.create(seed.map(other -> Cluster.get(other.kit.system()))
                            .orElse(cluster)
                            .selfMember()
                            .address()));
        }

        String address() {
            return OriginNode.addressOf(Cluster.get(kit.system()).selfMember().uniqueAddress());
        }

        List<String> zones() {
            return directory.nodes().stream().map(NodeStatus::zone).sorted().toList();
        }
    }

    @AfterEach
    void end() {
        started.forEach(member -> member.kit.shutdownTestKit());
    }

    private TestingMember start(String zone, Duration interval, TestingMember... seed) {
        TestingMember member = new TestingMember(zone, interval);
        member.start(List.of(seed).stream().findFirst());
        started.add(member);
        return member;
    }

    @Test
    void everyNodeKnowsAllAndTheirLoad() throws Exception {
        TestingMember a = start("a", Duration.ofMillis(200));
        TestingMember b = start("b", Duration.ofMillis(200), a);
        eventually(() -> a.zones().equals(List.of("a", "b")) && b.zones().equals(List.of("a", "b")));
        NodeStatus known = a.directory.find(b.address()).orElseThrow();
        assertThat(known.roles()).containsExactly("edge", "origin");
        assertThat(known.rtmp()).contains(new Endpoint("127.0.0.1", 1935));
        assertThat(known.relay()).isEmpty();
        assertThat(known.publicRtmp()).contains("rtmp://edge.example.com");

        b.viewers = 42;
        eventually(() -> a.directory.find(b.address()).orElseThrow().load().viewers() == 42);
    }

    @Test
    void everyNodeKnowsWhatBucketsTakeOfTheOthers() throws Exception {
        TestingMember a = start("a", Duration.ofMillis(200));
        TestingMember b = start("b", Duration.ofMillis(200), a);
        Map<String, BucketLoad> many = new TreeMap<>();
        for (int i = 0; i < 64; i++) {
            many.put("b".repeat(60) + (100 + i), new BucketLoad(i, 1_000_000, 10_000_000_000L));
        }
        b.buckets = many;

        eventually(() -> a.directory
                .find(b.address())
                .filter(known -> known.buckets().equals(many))
                .isPresent());
    }

    @Test
    void aNodeThatLeavesIsForgotten() throws Exception {
        TestingMember a = start("a", Duration.ofMillis(200));
        TestingMember b = start("b", Duration.ofMillis(200), a);
        TestingMember c = start("c", Duration.ofMillis(200), a);
        eventually(() -> c.zones().equals(List.of("a", "b", "c")) && a.zones().equals(List.of("a", "b", "c")));
        Cluster leaving = Cluster.get(b.kit.system());
        leaving.manager().tell(Leave.create(leaving.selfMember().address()));
        eventually(() -> a.zones().equals(List.of("a", "c")) && c.zones().equals(List.of("a", "c")));
    }

    @Test
    void whatCannotWaitForTheIntervalIsAnnouncedAtOnce() throws Exception {
        TestingMember a = start("a", Duration.ofMinutes(1));
        TestingMember b = start("b", Duration.ofMinutes(1), a);
        eventually(() -> isUp(a, 2));
        b.directory.announce();
        eventually(() -> a.directory.find(b.address()).isPresent());

        b.draining = true;
        b.directory.announce();
        eventually(() -> a.directory.find(b.address()).orElseThrow().draining());
    }

    @Test
    void aNodeThatRejoinsWithANewSystemIsKnownByItsNewAddressOnly() throws Exception {
        TestingMember a = start("a", Duration.ofMillis(200));
        TestingMember b = start("b", Duration.ofMillis(200), a);
        eventually(() -> a.zones().equals(List.of("a", "b")) && b.zones().equals(List.of("a", "b")));
        String before = b.address();
        b.kit.shutdownTestKit();
        assertThat(b.zones()).contains("a");

        b.start(Optional.of(a));
        eventually(() -> a.directory.find(b.address()).isPresent()
                && a.directory.find(before).isEmpty()
                && b.zones().equals(List.of("a", "b")));
    }

    private static boolean isUp(TestingMember member, int count) {
        int up = 0;
        for (Member other : Cluster.get(member.kit.system()).state().getMembers()) {
            up += other.status() == MemberStatus.up() ? 1 : 0;
        }
        return up == count;
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
