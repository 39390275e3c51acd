package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.millrace.node.config.ConfigurationLoader;
import io.millrace.systemtest.Manifests.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node would make of the pods' environment, configuration and secrets. */
class KubernetesSettingsTest {
    private static final Map<String, List<String>> PORTS = Map.of(
            "control-plane", List.of("api", "management", "remoting"),
            "origin", List.of("rtmp", "rtmps", "relay", "management", "remoting"),
            "edge", List.of("http", "https", "rtmp", "rtmps", "relay", "management", "remoting"));
    private static final String POD_ADDRESS = "10.1.2.3";
    private static final String POD_SUBNET = "10.0.0.0/8";
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static Map<String, Manifests> overlays;

    @TempDir
    private Path directory;

    @BeforeAll
    static void render(@TempDir Path directory) {
        overlays = Overlays.render(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void aNodeCanUseTheSettings(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            Pod pod = pod(overlay, workload);
            List<String> arguments = new ArrayList<>(pod.arguments());
            arguments.add("--check");
            Map<String, String> environment = new HashMap<>(pod.environment());
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            assertThat(Program.run("check", TestingNode.command(arguments), environment, Duration.ofMinutes(1)))
                    .as("%s", workload)
                    .contains("the settings can be used");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void nodesFindEachOtherByTheLabelAndThePortThatTheirPodsHave(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            Config millrace = settings(overlay, workload);
            assertThat(millrace.getString("cluster.forming")).isEqualTo("kubernetes");
            assertThat(workload.labels()).containsEntry("app", millrace.getString("cluster.service"));
            assertThat(container(workload).getPorts().stream().map(ContainerPort::getName))
                    .contains(millrace.getString("cluster.kubernetes.port-name"));
            assertThat(millrace.getString("remoting.host")).isEqualTo(POD_ADDRESS);
            assertThat(millrace.getString("management.host")).isEqualTo(POD_ADDRESS);
            assertThat(millrace.getStringList("roles"))
                    .containsExactly(workload.labels().get("app.kubernetes.io/component"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void thePortsAreThoseThatTheRoleListensOn(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            Config millrace = settings(overlay, workload);
            Map<String, Integer> ports = container(workload).getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
            assertThat(ports)
                    .containsOnlyKeys(PORTS.get(workload.labels().get("app.kubernetes.io/component")))
                    .allSatisfy((name, port) -> assertThat(port).as(name).isEqualTo(millrace.getInt(name + ".port")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void aPodHasTimeEnoughToStop(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            List<String> pause =
                    container(workload).getLifecycle().getPreStop().getExec().getCommand();
            assertThat(pause).hasSize(2).startsWith("sleep");
            Duration needed = settings(overlay, workload)
                    .getDuration("stop-deadline")
                    .plusSeconds(Long.parseLong(pause.get(1)))
                    .plus(MARGIN);
            assertThat(Duration.ofSeconds(workload.template().getSpec().getTerminationGracePeriodSeconds()))
                    .as("%s", workload)
                    .isGreaterThanOrEqualTo(needed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void aStartingNodeIsNotTakenForADeadOne(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            var probe = container(workload).getStartupProbe();
            assertThat(Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold()))
                    .isGreaterThan(settings(overlay, workload).getDuration("cluster.join-timeout"));
        }
    }

    /** Kubernetes would add variables such as MILLRACE_API_SERVICE_HOST, which are no settings. */
    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void servicesAddNoVariables(String overlay) {
        assertThat(overlays.get(overlay).workloads())
                .allSatisfy(workload -> assertThat(workload.template().getSpec().getEnableServiceLinks())
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void nothingThatMustLastIsKeptInAPod(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            Config millrace = settings(overlay, workload);
            assertThat(millrace.getString("persistence.profile")).isEqualTo("postgresql");
            assertThat(millrace.getString("persistence.password")).isEqualTo(Overlays.CREDENTIALS.get("PGPASSWORD"));
            assertThat(millrace.getString("storage.kind")).isEqualTo("s3");
            assertThat(millrace.getString("storage.s3.secret-key"))
                    .isEqualTo(Overlays.CREDENTIALS.get("AWS_SECRET_ACCESS_KEY"));
            assertThat(millrace.getString("cluster.secret")).hasSize(64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void originsBelieveTheControlPlaneWhoseAPublisherIs(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            assertThat(settings(overlay, workload).getStringList("rtmp.trusted-proxies"))
                    .isEqualTo(List.of(POD_SUBNET));
        }
    }

    @Test
    void theEdgesOfAZoneSayWhichItIs() {
        List<Workload> edges = overlays.get("multi-zone").workloads().stream()
                .filter(workload ->
                        workload.labels().get("app.kubernetes.io/component").equals("edge"))
                .toList();
        assertThat(edges).hasSize(3).allSatisfy(edge -> assertThat(
                        edge.template().getSpec().getNodeSelector())
                .containsEntry(
                        "topology.kubernetes.io/zone",
                        settings("multi-zone", edge).getString("cluster.zone")));
    }

    private Config settings(String overlay, Workload workload) {
        Pod pod = pod(overlay, workload);
        return new ConfigurationLoader(pod.environment(), new Properties())
                .load(Optional.of(Path.of(pod.arguments().get(1))), Map.of())
                .getConfig("millrace");
    }

    private Pod pod(String overlay, Workload workload) {
        return Pod.lay(directory, overlays.get(overlay), workload, POD_ADDRESS);
    }

    private static Container container(Workload workload) {
        return Pod.container(workload);
    }
}
