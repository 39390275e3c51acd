package io.millrace.node;

import io.millrace.config.Settings;
import io.millrace.node.cluster.ClusterSettings;
import io.millrace.node.cluster.MemberSettings;
import io.millrace.node.cluster.RemotingSettings;
import io.millrace.tls.TlsSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a process needs to know to be a node, from {@code millrace}.
 *
 * @param publicRtmp the base of RTMP addresses that clients are shown, if it is not made from the port
 * @param publicHttp likewise over HTTP
 */
record NodeSettings(
        Set<Role> roles,
        Path data,
        int eventLoopThreads,
        IoTransport transport,
        Duration stopDeadline,
        Optional<URI> publicRtmp,
        Optional<URI> publicHttp,
        Optional<TlsSettings> tls,
        String managementHost,
        int managementPort,
        RemotingSettings remoting,
        ClusterSettings cluster) {

    static NodeSettings from(Settings millrace) {
        Settings management = millrace.at("management");
        Settings shown = millrace.at("public");
        return new NodeSettings(
                Role.parse(millrace.texts("roles")),
                path(millrace, "data"),
                millrace.integer("event-loop-threads", 0, 1024),
                millrace.choice("transport", IoTransport.class),
                millrace.duration("stop-deadline", Duration.ofSeconds(1), Duration.ofHours(1)),
                base(shown, "rtmp", Set.of("rtmp", "rtmps")),
                base(shown, "http", Set.of("http", "https")),
                TlsSettings.from(millrace.at("tls")),
                management.text("host"),
                management.integer("port", 0, 65535),
                RemotingSettings.from(millrace.at("remoting")),
                ClusterSettings.from(millrace.at("cluster")));
    }

    MemberSettings member() {
        return new MemberSettings(
                roles.stream().map(Role::roleName).collect(Collectors.toSet()),
                remoting,
                cluster,
                managementHost,
                managementPort);
    }

    boolean has(Role role) {
        return roles.contains(role);
    }

    private static Path path(Settings section, String key) {
        String text = section.text(key);
        try {
            if (!text.isEmpty()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            throw section.wrong(key, text, "a path");
        }
        throw section.wrong(key, "empty", "a path");
    }

    private static Optional<URI> base(Settings section, String key, Set<String> schemes) {
        String text = section.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI base = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (base.getScheme() != null && schemes.contains(base.getScheme()) && base.getHost() != null) {
                return Optional.of(base);
            }
        } catch (URISyntaxException e) {
            throw section.wrong(key, text, "an address that begins with " + String.join(" or ", schemes) + "://");
        }
        throw section.wrong(key, text, "an address that begins with " + String.join(" or ", schemes) + "://");
    }
}
