package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.millrace.systemtest.Manifests.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak to whom. */
class KubernetesNetworkTest {
    private static final int REMOTING = 25520;
    private static final int MANAGEMENT = 8558;
    private static final int RELAY = 1940;
    private static final int RTMP = 1935;
    private static final int API = 8090;
    private static final int DATABASE = 5432;
    private static final Map<String, List<Integer>> PUBLIC = Map.of(
            "control-plane", List.of(API),
            "origin", List.of(RTMP, 1936),
            "edge", List.of(RTMP, 1936, 8080, 8443));
    private static Map<String, Manifests> overlays;

    @BeforeAll
    static void render(@TempDir Path directory) {
        overlays = Overlays.render(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everyPodIsIsolatedInBothDirections(String overlay) {
        NetworkRules rules = rules(overlay);
        assertThat(workloads(overlay))
                .isNotEmpty()
                .allMatch(workload -> rules.isolated(workload, "Ingress"))
                .allMatch(workload -> rules.isolated(workload, "Egress"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void nodesReachEachOthersRemotingAndManagement(String overlay) {
        NetworkRules rules = rules(overlay);
        for (Workload from : workloads(overlay)) {
            assertThat(workloads(overlay))
                    .allMatch(to -> rules.allow(from, to, REMOTING))
                    .allMatch(to -> rules.allow(from, to, MANAGEMENT));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void theWorldReachesThePublicPortsAndNoOther(String overlay) {
        NetworkRules rules = rules(overlay);
        for (Workload workload : workloads(overlay)) {
            TreeSet<Integer> open = new TreeSet<>();
            for (int port = 1; port <= 65535; port++) {
                if (rules.allowFromOutside(workload, port)) {
                    open.add(port);
                }
            }
            assertThat(open).as("%s", workload).containsExactlyInAnyOrderElementsOf(PUBLIC.get(component(workload)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void onlyEdgesPullFeeds(String overlay) {
        NetworkRules rules = rules(overlay);
        for (Workload origin : all(overlay, "origin")) {
            assertThat(workloads(overlay)).allSatisfy(from -> assertThat(rules.allow(from, origin, RELAY))
                    .as("%s", from)
                    .isEqualTo(component(from).equals("edge")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void theApiHandsPublishersOnToOrigins(String overlay) {
        for (Workload controlPlane : all(overlay, "control-plane")) {
            assertThat(all(overlay, "origin")).allMatch(origin -> rules(overlay).allow(controlPlane, origin, RTMP));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void nodesReachNamesKubernetesAndTheStoreAndTheControlPlaneItsDatabase(String overlay) {
        NetworkRules rules = rules(overlay);
        for (Workload from : workloads(overlay)) {
            assertThat(List.of(53, 443, 6443)).allMatch(port -> rules.allowToOutside(from, port, "TCP"));
            assertThat(rules.allowToOutside(from, 53, "UDP")).isTrue();
            assertThat(rules.allowToOutside(from, DATABASE, "TCP"))
                    .as("%s", from)
                    .isEqualTo(component(from).equals("control-plane"));
            assertThat(List.of(22, 25, 80)).noneMatch(port -> rules.allowToOutside(from, port, "TCP"));
        }
    }

    private static List<Workload> all(String overlay, String component) {
        List<Workload> found = workloads(overlay).stream()
                .filter(workload -> component(workload).equals(component))
                .toList();
        assertThat(found).isNotEmpty();
        return found;
    }

    private static String component(Workload workload) {
        return workload.labels().get("app.kubernetes.io/component");
    }

    private static List<Workload> workloads(String overlay) {
        return overlays.get(overlay).workloads();
    }

    private static NetworkRules rules(String overlay) {
        return new NetworkRules(overlays.get(overlay).of(NetworkPolicy.class));
    }
}
