package io.millrace.node.cluster;

import io.millrace.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How this node becomes a member of a cluster ({@code millrace.cluster}).
 *
 * @param seeds {@code host:port} of remoting, for {@link Forming#SEEDS}
 * @param service the DNS name, or the value of the pods' label {@code app}
 * @param contactPoints how many nodes must be found before they form a new cluster
 * @param namespace of the pods; empty for this pod's own
 * @param portName of the pods' management port
 * @param stableAfter how long nodes must have been unreachable before they are counted out
 */
public record ClusterSettings(
        Forming forming,
        List<String> seeds,
        String service,
        int contactPoints,
        String namespace,
        String portName,
        Duration stableAfter,
        Duration joinTimeout) {
    private static final Pattern SEED = Pattern.compile("([^\\s:@/\\[\\]]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");

    public static ClusterSettings from(Settings cluster) {
        Forming forming = cluster.choice("forming", Forming.class);
        List<String> seeds = cluster.texts("seeds");
        seeds.stream().filter(seed -> !SEED.matcher(seed).matches()).findFirst().ifPresent(seed -> {
            throw cluster.wrong("seeds", seed, "host:port of remoting");
        });
        if (forming == Forming.SEEDS && seeds.isEmpty()) {
            throw cluster.wrong("seeds", "none", "the remoting addresses of some nodes, as forming is seeds");
        }
        String service = cluster.text("service");
        if ((forming == Forming.DNS || forming == Forming.KUBERNETES) && service.isEmpty()) {
            throw cluster.wrong("service", "empty", "a name, as forming is dns or kubernetes");
        }
        return new ClusterSettings(
                forming,
                seeds,
                service,
                cluster.integer("contact-points", 1, 1000),
                cluster.at("kubernetes").text("namespace"),
                cluster.at("kubernetes").text("port-name"),
                cluster.duration("stable-after", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                cluster.duration("join-timeout", Duration.ofSeconds(5), Duration.ofHours(1)));
    }
}
