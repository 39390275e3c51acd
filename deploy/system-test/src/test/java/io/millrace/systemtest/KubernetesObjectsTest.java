package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.millrace.systemtest.Manifests.Workload;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes would be told holds together: names, labels, rights, confinement. */
class KubernetesObjectsTest {
    private static Map<String, Manifests> overlays;

    @BeforeAll
    static void render(@TempDir Path directory) {
        overlays = Overlays.render(directory);
    }

    @Test
    void theOverlaysAreThoseThatAreTestedHere() {
        assertThat(overlays.keySet()).containsExactly("multi-zone", "small");
    }

    @Test
    void aFieldThatKubernetesDoesNotKnowIsAnError() {
        assertThatThrownBy(() -> Manifests.parse("{apiVersion: v1, kind: Service, spec: {selektor: {a: b}}}"))
                .hasMessageContaining("selektor");
        assertThatThrownBy(() -> Manifests.parse("{apiVersion: policy/v1beta1, kind: PodDisruptionBudget}"))
                .hasMessageContaining("policy/v1beta1/PodDisruptionBudget");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everythingLivesOnceInTheNamespace(String overlay) {
        Manifests manifests = overlays.get(overlay);
        String namespace = only(manifests.of(Namespace.class)).getMetadata().getName();
        assertThat(manifests.all().stream().map(KubernetesObjectsTest::nameOf)).doesNotHaveDuplicates();
        assertThat(manifests.all())
                .filteredOn(object -> !(object instanceof Namespace))
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getNamespace()).isEqualTo(namespace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everySelectorFindsItsPods(String overlay) {
        Manifests manifests = overlays.get(overlay);
        List<Workload> workloads = manifests.workloads();
        for (Workload workload : workloads) {
            assertThat(selected(workloads, workload.selector().getMatchLabels()))
                    .containsExactly(workload);
        }
        for (Service service : manifests.of(Service.class)) {
            assertThat(selected(workloads, service.getSpec().getSelector()))
                    .as(nameOf(service))
                    .isNotEmpty()
                    .allSatisfy(workload -> assertThat(portNames(workload))
                            .containsAll(service.getSpec().getPorts().stream()
                                    .map(ServicePort::getTargetPort)
                                    .map(port -> port.getStrVal())
                                    .toList()));
        }
        for (StatefulSet set : manifests.of(StatefulSet.class)) {
            assertThat(manifests.of(Service.class))
                    .filteredOn(service ->
                            service.getMetadata().getName().equals(set.getSpec().getServiceName()))
                    .singleElement()
                    .satisfies(service ->
                            assertThat(service.getSpec().getClusterIP()).isEqualTo("None"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everyWorkloadHasADisruptionBudgetThatLetsOnePodGo(String overlay) {
        Manifests manifests = overlays.get(overlay);
        List<Workload> protectedOnes = manifests.of(PodDisruptionBudget.class).stream()
                .peek(budget -> assertThat(budget.getSpec().getMaxUnavailable().getIntVal())
                        .isEqualTo(1))
                .map(budget -> only(selected(
                        manifests.workloads(), budget.getSpec().getSelector().getMatchLabels())))
                .toList();
        assertThat(protectedOnes).containsExactlyInAnyOrderElementsOf(manifests.workloads());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everyDeploymentIsScaledByItsLoad(String overlay) {
        Manifests manifests = overlays.get(overlay);
        assertThat(manifests.of(HorizontalPodAutoscaler.class).stream()
                        .map(scaler -> scaler.getSpec().getScaleTargetRef())
                        .map(target -> target.getApiVersion() + " " + target.getKind() + " " + target.getName()))
                .containsExactlyInAnyOrderElementsOf(manifests.of(Deployment.class).stream()
                        .map(deployment ->
                                "apps/v1 Deployment " + deployment.getMetadata().getName())
                        .toList());
        // A number of replicas here would undo the autoscaler's with each apply.
        assertThat(manifests.of(Deployment.class))
                .allSatisfy(deployment ->
                        assertThat(deployment.getSpec().getReplicas()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void theControlPlaneOutlivesTheLossOfOneNode(String overlay) {
        StatefulSet controlPlane = only(overlays.get(overlay).of(StatefulSet.class).stream()
                .filter(set -> set.getMetadata().getName().equals("millrace-control-plane"))
                .toList());
        assertThat(controlPlane.getSpec().getReplicas()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void podsMayListPodsAndNothingElse(String overlay) {
        Manifests manifests = overlays.get(overlay);
        Role role = only(manifests.of(Role.class));
        PolicyRule rule = only(role.getRules());
        assertThat(rule.getApiGroups()).containsExactly("");
        assertThat(rule.getResources()).containsExactly("pods");
        assertThat(rule.getVerbs()).containsExactly("list");
        RoleBinding binding = only(manifests.of(RoleBinding.class));
        assertThat(binding.getRoleRef().getName()).isEqualTo(role.getMetadata().getName());
        Subject subject = only(binding.getSubjects());
        assertThat(subject.getNamespace()).isEqualTo(binding.getMetadata().getNamespace());
        assertThat(manifests.workloads())
                .allSatisfy(workload ->
                        assertThat(pod(workload).getServiceAccountName()).isEqualTo(subject.getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everyPodIsConfined(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            PodSpec pod = pod(workload);
            assertThat(pod.getSecurityContext().getRunAsNonRoot())
                    .as("%s", workload)
                    .isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                    .containsOnlyNulls();
            for (Container container : containers(workload)) {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getSecurityContext().getCapabilities().getAdd())
                        .isEmpty();
                assertThat(container.getImage()).doesNotEndWith(":latest").contains(":");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everyContainerSaysWhatItNeedsAndIsProbedForIt(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            for (Container container : containers(workload)) {
                assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
                assertThat(container.getResources().getLimits())
                        .containsEntry(
                                "memory", container.getResources().getRequests().get("memory"));
                assertProbe(container.getStartupProbe(), "/alive");
                assertProbe(container.getLivenessProbe(), "/alive");
                assertProbe(container.getReadinessProbe(), "/ready");
            }
        }
    }

    private static void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management");
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void everyMountHasItsVolumeAndOnlyDataAndTemporaryFilesCanBeWritten(String overlay) {
        Manifests manifests = overlays.get(overlay);
        List<String> names =
                manifests.all().stream().map(KubernetesObjectsTest::nameOf).toList();
        for (Workload workload : manifests.workloads()) {
            List<Volume> volumes = pod(workload).getVolumes();
            for (Container container : containers(workload)) {
                List<VolumeMount> mounts = container.getVolumeMounts();
                assertThat(mounts.stream().map(VolumeMount::getName))
                        .containsExactlyInAnyOrderElementsOf(
                                volumes.stream().map(Volume::getName).toList());
                assertThat(mounts)
                        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .extracting(VolumeMount::getMountPath)
                        .containsExactlyInAnyOrder("/data", "/tmp");
            }
            assertThat(volumes).allSatisfy(volume -> {
                if (volume.getConfigMap() != null) {
                    assertThat(names)
                            .contains("ConfigMap " + volume.getConfigMap().getName());
                } else if (volume.getSecret() != null) {
                    assertThat(names).contains("Secret " + volume.getSecret().getSecretName());
                } else {
                    assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "multi-zone"})
    void podsOfOneKindSpreadOverMachinesAndZones(String overlay) {
        for (Workload workload : overlays.get(overlay).workloads()) {
            List<TopologySpreadConstraint> constraints = pod(workload).getTopologySpreadConstraints();
            assertThat(constraints.stream().map(TopologySpreadConstraint::getTopologyKey))
                    .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            assertThat(constraints.stream()
                            .map(TopologySpreadConstraint::getLabelSelector)
                            .map(LabelSelector::getMatchLabels))
                    .allSatisfy(
                            labels -> assertThat(workload.labels().entrySet()).containsAll(labels.entrySet()));
        }
    }

    private static List<Workload> selected(List<Workload> workloads, Map<String, String> labels) {
        assertThat(labels).isNotEmpty();
        return workloads.stream()
                .filter(workload -> workload.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    private static List<String> portNames(Workload workload) {
        return containers(workload).stream()
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getName)
                .toList();
    }

    private static PodSpec pod(Workload workload) {
        return workload.template().getSpec();
    }

    private static List<Container> containers(Workload workload) {
        return pod(workload).getContainers();
    }

    private static String nameOf(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
