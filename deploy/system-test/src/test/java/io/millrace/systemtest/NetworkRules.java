package io.millrace.systemtest;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.millrace.systemtest.Manifests.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides as Kubernetes does whether a connection is let through. Only what our policies use is known: peers by the labels
 * of pods, single ports.
 */
record NetworkRules(List<NetworkPolicy> policies) {

    boolean allow(Workload from, Workload to, int port) {
        return leaves(from, Optional.of(to), port, "TCP") && enters(Optional.of(from), to, port);
    }

    boolean allowFromOutside(Workload to, int port) {
        return enters(Optional.empty(), to, port);
    }

    boolean allowToOutside(Workload from, int port, String protocol) {
        return leaves(from, Optional.empty(), port, protocol);
    }

    boolean isolated(Workload workload, String direction) {
        return !policiesOf(workload, direction).isEmpty();
    }

    private boolean enters(Optional<Workload> from, Workload to, int port) {
        return !isolated(to, "Ingress")
                || policiesOf(to, "Ingress").stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> matches(rule.getFrom(), from) && matches(rule.getPorts(), port, "TCP"));
    }

    private boolean leaves(Workload from, Optional<Workload> to, int port, String protocol) {
        return !isolated(from, "Egress")
                || policiesOf(from, "Egress").stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> matches(rule.getTo(), to) && matches(rule.getPorts(), port, protocol));
    }

    private List<NetworkPolicy> policiesOf(Workload workload, String direction) {
        return policies.stream()
                .filter(policy -> policy.getSpec().getPolicyTypes().contains(direction))
                .filter(policy -> selects(policy.getSpec().getPodSelector(), workload))
                .toList();
    }

    private static boolean matches(List<NetworkPolicyPeer> peers, Optional<Workload> other) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> matches(peer, other));
    }

    private static boolean matches(NetworkPolicyPeer peer, Optional<Workload> other) {
        if (peer.getIpBlock() != null || peer.getNamespaceSelector() != null) {
            throw new IllegalArgumentException("a peer that these rules do not know: " + peer);
        }
        return other.filter(workload -> selects(peer.getPodSelector(), workload))
                .isPresent();
    }

    private static boolean matches(List<NetworkPolicyPort> ports, int port, String protocol) {
        Function<NetworkPolicyPort, String> spelt =
                one -> one.getProtocol() + one.getPort().getIntVal();
        return ports.isEmpty() || ports.stream().map(spelt).anyMatch((protocol + port)::equals);
    }

    private static boolean selects(LabelSelector selector, Workload workload) {
        Map<String, String> labels = selector.getMatchLabels();
        if (labels.isEmpty() || !selector.getMatchExpressions().isEmpty()) {
            throw new IllegalArgumentException("a selector that these rules do not know: " + selector);
        }
        return workload.labels().entrySet().containsAll(labels.entrySet());
    }
}
