package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.systemtest.Ffmpeg.Coding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other RTMP servers that publish to a node what they are given, and play from it what they are asked for: each gets one
 * stream, which goes through it to the node and from there through it again to a player.
 */
class PeersTest {
    private static final Duration LENGTH = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Path NGINX_RTMP = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");
    private static final String NGINX = "/usr/sbin/nginx";

    @TempDir
    private static Path directory;

    private static TestingNode node;

    @BeforeAll
    static void start() {
        node = TestingNode.start(directory.resolve("data"), "-Dmillrace.edge.publisher-wait=60s");
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void nginxPublishesToANodeAndPlaysFromIt() throws IOException {
        int port = freePort();
        try (Program nginx = startNginx(port)) {
            String rtmp = awaitListening(nginx, port);
            assertGoesRound(nginx, rtmp + "/push/cam", node.http() + "/live/by-nginx.flv", rtmp + "/pull/by-millrace");
        }
    }

    @Test
    void nodeMediaServerPublishesToANodeAndPlaysFromIt() throws IOException {
        int port = freePort();
        try (Program server = NodeScript.start(
                "node-media-server.js", Ffmpeg.environment(), Integer.toString(port), Ffmpeg.program(), node.rtmp())) {
            String rtmp = awaitListening(server, port);
            assertGoesRound(server, rtmp + "/push/nms", node.http() + "/live/nms.flv", rtmp + "/pull/nms");
        }
    }

    @Test
    void nodeMediaServersClientPublishesToANodeWhatItPlaysFromIt() {
        try (Program publisher = Ffmpeg.publish(Coding.H264, node.rtmp() + "/live/played", Duration.ofHours(1));
                Program client = NodeScript.start(
                        "node-rtmp-client.js",
                        Map.of(),
                        node.rtmp() + "/live/played",
                        node.rtmp() + "/live/published")) {
            assertPlays(node.http() + "/live/published.flv", client);
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
            assertThat(client.isAlive()).as(client.output()).isTrue();
        }
    }

    /** The peer is given a stream at one address; it has to play from the node at the second, and from the peer at the third. */
    private static void assertGoesRound(Program peer, String given, String played, String playedBack) {
        try (Program publisher = Ffmpeg.publish(Coding.H264, given, Duration.ofHours(1))) {
            assertPlays(played, peer);
            assertPlays(playedBack, peer);
            assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
        }
        assertThat(peer.isAlive()).as(peer.output()).isTrue();
    }

    private static void assertPlays(String url, Program peer) {
        try (Program viewer = Ffmpeg.startDecoding(url, LENGTH)) {
            viewer.awaitSuccess(LIMIT);
            assertThat(viewer.output())
                    .as("complaints of the viewer of " + url + ", with a peer that says " + peer.output())
                    .isEmpty();
        }
    }

    private static Program startNginx(int port) throws IOException {
        if (!Files.exists(NGINX_RTMP)) {
            throw new AssertionError("no nginx with its RTMP module: apt-get install nginx libnginx-mod-rtmp");
        }
        Path home = Files.createDirectory(directory.resolve("nginx"));
        Path settings = home.resolve("nginx.conf");
        Files.writeString(settings, nginxSettings(home, port));
        // Without -e it would write to the system's log before it reads its settings.
        return Program.start(
                "nginx", List.of(NGINX, "-e", "stderr", "-p", home.toString(), "-c", settings.toString()), Map.of());
    }

    /** A player begins with a key frame, as otherwise it would complain about references to pictures that it has not got. */
    private static String nginxSettings(Path home, int port) {
        return """
                load_module %s;
                daemon off;
                master_process off;
                pid %s;
                error_log stderr notice;
                events { worker_connections 64; }
                rtmp {
                    access_log off;
                    server {
                        listen 127.0.0.1:%d;
                        wait_key on;
                        wait_video on;
                        push_reconnect 500ms;
                        pull_reconnect 500ms;
                        application push {
                            live on;
                            push %s/live/by-nginx;
                        }
                        application pull {
                            live on;
                            pull %s/live/by-nginx name=by-millrace static;
                        }
                    }
                }
                """
                .formatted(NGINX_RTMP, home.resolve("nginx.pid"), port, node.rtmp(), node.rtmp());
    }

    private static String awaitListening(Program peer, int port) {
        Await.until("a peer that listens", LIMIT, () -> {
            assertThat(peer.isAlive()).as(peer.output()).isTrue();
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return connected.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return "rtmp://127.0.0.1:" + port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
