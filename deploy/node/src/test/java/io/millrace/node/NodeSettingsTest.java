package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.config.Settings;
import io.millrace.node.cluster.ClusterSettings;
import io.millrace.node.cluster.Forming;
import io.millrace.node.cluster.RemotingSettings;
import io.millrace.tls.TlsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
    @Test
    void theDefaultsAreANodeWithAllRoles() {
        assertThat(settings(""))
                .isEqualTo(new NodeSettings(
                        java.util.EnumSet.allOf(Role.class),
                        Path.of("data").toAbsolutePath(),
                        0,
                        IoTransport.AUTO,
                        Duration.ofSeconds(75),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "127.0.0.1",
                        8558,
                        new RemotingSettings("127.0.0.1", "127.0.0.1", 25520, Optional.empty()),
                        new ClusterSettings(
                                Forming.ALONE,
                                List.of(),
                                "",
                                2,
                                "",
                                "management",
                                Duration.ofSeconds(3),
                                Duration.ofMinutes(2))));
    }

    @Test
    void everyKeyIsRead() {
        NodeSettings settings = settings(
                """
                        roles = [edge, control-plane], data = /d, event-loop-threads = 3, transport = io-uring, stop-deadline = 5s
                        public { rtmp = "rtmp://a.example:1", http = "https://b.example/" }
                        tls { certificate = /c.pem, private-key = /k.pem, reload-interval = 2s, handshake-timeout = 3s }
                        management { host = m, port = 1 }, remoting { host = r, port = 2 }
                        """);

        assertThat(settings)
                .isEqualTo(new NodeSettings(
                        java.util.EnumSet.of(Role.EDGE, Role.CONTROL_PLANE),
                        Path.of("/d"),
                        3,
                        IoTransport.IO_URING,
                        Duration.ofSeconds(5),
                        Optional.of(URI.create("rtmp://a.example:1")),
                        Optional.of(URI.create("https://b.example")),
                        Optional.of(new TlsSettings(
                                Path.of("/c.pem"), Path.of("/k.pem"), Duration.ofSeconds(2), Duration.ofSeconds(3))),
                        "m",
                        1,
                        new RemotingSettings("r", "r", 2, Optional.empty()),
                        settings("").cluster()));
    }

    @Test
    void aWayToFormAClusterNeedsWhatItGoesBy() {
        assertThatThrownBy(() -> settings("cluster.forming = seeds"))
                .hasMessageStartingWith("millrace.cluster.seeds: none");
        assertThatThrownBy(() -> settings("cluster { forming = seeds, seeds = [\"a:1\", \"b\"] }"))
                .hasMessage("millrace.cluster.seeds: b (expected: host:port of remoting)");
        assertThatThrownBy(() -> settings("cluster.forming = dns")).hasMessageStartingWith("millrace.cluster.service:");
        assertThatThrownBy(() -> settings("cluster.forming = gossip"))
                .hasMessageContaining("expected: alone, seeds, dns, kubernetes");
        assertThatThrownBy(() -> settings("remoting.tls.certificate = /c.pem"))
                .hasMessageStartingWith("millrace.remoting.tls.");
    }

    @Test
    void aWrongValueIsNamedWithWhatWasExpected() {
        assertThatThrownBy(() -> settings("roles = [origin, viewer]"))
                .hasMessage("millrace.roles: viewer (expected: some of origin, edge, control-plane)");
        assertThatThrownBy(() -> settings("roles = []")).hasMessageContaining("millrace.roles: none");
        assertThatThrownBy(() -> settings("management.port = 65536"))
                .hasMessage("millrace.management.port: 65536 (expected: 0 .. 65535)");
        assertThatThrownBy(() -> settings("public.rtmp = localhost"))
                .hasMessageStartingWith("millrace.public.rtmp: localhost (expected: ");
        assertThatThrownBy(() -> settings("public.http = \"rtmp://x\"")).hasMessageContaining("millrace.public.http");
        assertThatThrownBy(() -> settings("tls.certificate = /c.pem"))
                .hasMessageStartingWith("millrace.tls.private-key: none");
        assertThatThrownBy(() -> settings("data = \"\"")).hasMessageStartingWith("millrace.data: empty");
    }

    private static NodeSettings settings(String overrides) {
        return NodeSettings.from(Settings.of(
                ConfigFactory.parseString("millrace {" + overrides + "}")
                        .withFallback(ConfigFactory.defaultReference()),
                "millrace"));
    }
}
