package io.millrace.node.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Akka is told about the node's place in a cluster, to be laid over the rest of its configuration. */
final class ClusterConfiguration {
    static final String SYSTEM_NAME = "millrace";

    private static final String DISCOVERY = "akka.management.cluster.bootstrap.contact-point-discovery.";

    private ClusterConfiguration() {}

    static Config of(MemberSettings member) {
        Map<String, Object> akka = new HashMap<>();
        akka.put("akka.cluster.roles", List.copyOf(member.roles()));
        akka.put("akka.management.http.hostname", member.managementHost());
        akka.put("akka.management.http.port", member.managementPort());
        remoting(akka, member.remoting());
        forming(akka, member.cluster(), member.managementPort());
        akka.put(
                "akka.cluster.split-brain-resolver.stable-after",
                member.cluster().stableAfter());
        return ConfigFactory.parseMap(akka, "the node's own settings");
    }

    private static void remoting(Map<String, Object> akka, RemotingSettings remoting) {
        akka.put("akka.remote.artery.canonical.hostname", remoting.host());
        akka.put("akka.remote.artery.canonical.port", remoting.port());
        akka.put("akka.remote.artery.bind.hostname", remoting.bindHost());
        remoting.tls().ifPresent(tls -> {
            akka.put("akka.remote.artery.transport", "tls-tcp");
            String ssl = "akka.remote.artery.ssl.";
            akka.put(ssl + "ssl-engine-provider", "akka.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
            akka.put(ssl + "rotating-keys-engine.cert-file", tls.certificate().toString());
            akka.put(ssl + "rotating-keys-engine.key-file", tls.privateKey().toString());
            akka.put(ssl + "rotating-keys-engine.ca-cert-file", tls.authority().toString());
        });
    }

    private static void forming(Map<String, Object> akka, ClusterSettings cluster, int managementPort) {
        switch (cluster.forming()) {
            case ALONE -> {}
            case SEEDS ->
                akka.put(
                        "akka.cluster.seed-nodes",
                        cluster.seeds().stream()
                                .map(seed -> "akka://" + SYSTEM_NAME + "@" + seed)
                                .toList());
            case DNS -> {
                bootstrap(akka, cluster, "akka-dns");
                // Address records name no port, so all nodes have the same one.
                akka.put("akka.management.cluster.bootstrap.contact-point.fallback-port", managementPort);
            }
            case KUBERNETES -> {
                bootstrap(akka, cluster, "kubernetes-api");
                akka.put(DISCOVERY + "port-name", cluster.portName());
                // Pods name themselves by their addresses, and not every cluster's DNS has names for pods.
                akka.put("akka.discovery.kubernetes-api.use-raw-ip", true);
                if (!cluster.namespace().isEmpty()) {
                    akka.put("akka.discovery.kubernetes-api.pod-namespace", cluster.namespace());
                }
            }
        }
    }

    private static void bootstrap(Map<String, Object> akka, ClusterSettings cluster, String method) {
        akka.put("akka.discovery.method", method);
        akka.put(DISCOVERY + "discovery-method", method);
        akka.put(DISCOVERY + "service-name", cluster.service());
        akka.put(DISCOVERY + "effective-name", cluster.service());
        akka.put(DISCOVERY + "required-contact-point-nr", cluster.contactPoints());
        if (cluster.forming() == Forming.DNS) {
            akka.put(DISCOVERY + "protocol", "");
        }
    }
}
