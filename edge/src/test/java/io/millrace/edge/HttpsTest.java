package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.LeakGuard;
import io.millrace.channel.ChannelId;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakGuard.class)
class HttpsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void streamsAndObjectsComeEncryptedToo() throws Exception {
        ChannelId channel = new ChannelId("live", "c" + UUID.randomUUID());
        byte[] large = new byte[1_000_000];
        new Random(1).nextBytes(large);
        try (TestingCluster cluster = new TestingCluster();
                TestingEdge edge = new TestingEdge(cluster, "", Optional.of(serverSide()))) {
            edge.store().putFile("live", "large", "video/mp2t", large, folder.resolve("large"));
            TestingOrigin origin = edge.origin();
            origin.write(Sample.h264().frames());
            cluster.live(channel, 1, origin);
            HttpClient client = HttpClient.newBuilder().sslContext(clientSide()).build();
            String base = "https://127.0.0.1:" + edge.edge().httpsPort().getAsInt();

            for (int i = 0; i < 2; i++) {
                assertThat(client.send(get(base + "/live/large"), BodyHandlers.ofByteArray())
                                .body())
                        .isEqualTo(large);
            }
            try (InputStream body = client.send(get(base + "/" + channel + ".flv"), BodyHandlers.ofInputStream())
                    .body()) {
                new FlvReader(body).until(FlvReader.Tag::isKeyFrame);
            }
            Await.until("the viewer has left", () -> edge.viewers() == 0);
        }
    }

    private static HttpRequest get(String address) {
        return HttpRequest.newBuilder(URI.create(address)).build();
    }

    private SslContext serverSide() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=edge",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), PASSWORD), PASSWORD);
        return SslContextBuilder.forServer(keys).build();
    }

    private static SSLContext clientSide() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }
}
