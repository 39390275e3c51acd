package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Manifests.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One pod of each kind, run as processes with what the manifests give them, find each other by the Kubernetes API. */
class KubernetesClusterTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final List<Program> nodes = new ArrayList<>();

    /** The control plane last, so that the others can enter what they have. */
    @AfterEach
    void stop() {
        Collections.reverse(nodes);
        for (Program node : nodes) {
            try (node) {
                node.terminate();
                node.awaitExit(LIMIT);
            }
        }
    }

    @Test
    void theyFormAClusterThroughWhichAStreamFlows() throws Exception {
        List<Pod> pods = pods(Overlays.render(Files.createDirectory(directory.resolve("manifests")))
                .get("small"));
        try (KubernetesApi api = KubernetesApi.start(Files.createDirectory(directory.resolve("account")), pods)) {
            pods.forEach(pod -> nodes.add(start(pod, api)));
            for (Program node : nodes) {
                Await.until("ready", LIMIT, () -> {
                    assertThat(node.isAlive()).as(node.output()).isTrue();
                    return node.output().contains("ready management=");
                });
            }
            String publishUrl = "rtmp://" + address(pods, "origin") + ":1935/live/pods";
            String playUrl = "http://" + address(pods, "edge") + ":8080/live/pods";
            try (Program publisher = Ffmpeg.publish(Ffmpeg.Coding.H264, publishUrl, Duration.ofMinutes(5))) {
                Await.until(playUrl, LIMIT, () -> Hls.get(playUrl + ".m3u8").statusCode() == 200);
                assertThat(Ffmpeg.streams(playUrl + ".flv")).hasSize(2);
                assertThat(publisher.isAlive()).isTrue();
            }
        }
    }

    private List<Pod> pods(Manifests manifests) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String network = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".";
        List<Pod> pods = new ArrayList<>();
        for (Workload workload : manifests.workloads()) {
            String address = network + (pods.size() + 1);
            pods.add(Pod.lay(directory.resolve(workload.name()), manifests, workload, address));
        }
        assertThat(pods).hasSize(3);
        return pods;
    }

    /** A pod has every address to itself; here each has one of the loopback network, and no server beside it. */
    private Program start(Pod pod, KubernetesApi api) {
        Map<String, String> environment = new HashMap<>(pod.environment());
        environment.putAll(api.environment());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MILLRACE_JAVA_OPTS", "-Xmx256m " + QuickStart.options());
        // A busy machine is no failure that this test is about.
        environment.put("MILLRACE_CLUSTER_STABLE_AFTER", "2m");
        for (String listener : List.of("RTMP", "RELAY", "HTTP", "API")) {
            environment.put("MILLRACE_" + listener + "_HOST", pod.address());
        }
        environment.put("MILLRACE_DATA", pod.directory().resolve("data").toString());
        environment.put("MILLRACE_STORAGE_KIND", "files");
        environment.put("MILLRACE_PERSISTENCE_PROFILE", "h2");
        environment.put("MILLRACE_PERSISTENCE_URL", "");
        List<String> arguments = new ArrayList<>(pod.arguments());
        arguments.add("--");
        arguments.addAll(api.options());
        return Program.start("pod", TestingNode.command(arguments), environment);
    }

    private static String address(List<Pod> pods, String component) {
        return pods.stream()
                .filter(pod -> component.equals(pod.workload().labels().get("app.kubernetes.io/component")))
                .map(Pod::address)
                .findFirst()
                .orElseThrow();
    }
}
