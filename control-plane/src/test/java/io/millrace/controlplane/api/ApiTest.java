package io.millrace.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawRequestURI;
import com.typesafe.config.ConfigFactory;
import io.millrace.config.Settings;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTest {
    private static final byte[] PROXY_SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10};

    private final ActorTestKit kit = ActorTestKit.create();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private ServerSocket origin;
    private volatile List<InetSocketAddress> origins;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        origin = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        origins = List.of(InetSocketAddress.createUnresolved("127.0.0.1", origin.getLocalPort()));
        api = start("");
    }

    private Api start(String more) throws Exception {
        String overrides = "millrace.api { port = 0, host = 127.0.0.1, first-byte-timeout = 500ms\n" + more + " }";
        ApiSettings settings = ApiSettings.from(
                Settings.of(ConfigFactory.parseString(overrides).withFallback(ConfigFactory.load()), "millrace.api"));
        return Api.start(
                        kit.system(),
                        settings,
                        new Sockets(loops, loops, NioServerSocketChannel.class, NioSocketChannel.class),
                        (request, remote) -> CompletableFuture.completedFuture(HttpResponse.create()
                                .withEntity(request.getHeader(RawRequestURI.class)
                                                .orElseThrow()
                                                .uri() + " from " + remote.getPort())),
                        () -> origins)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        api.stop(Duration.ofSeconds(1)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        origin.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        kit.shutdownTestKit();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void httpIsAnsweredWithTheRawTargetAndTheTrueClient() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /a%2Fb//c?x=+%41 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer)
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Server: AliyunOSS\r\n")
                    .endsWith("/a%2Fb//c?x=+%41 from " + client.getLocalPort());
        }
    }

    @Test
    void rtmpReachesAnOriginBehindAProxyHeaderAndBytesGoBothWays() throws Exception {
        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[] {3, 7, 7});
            try (Socket taken = origin.accept()) {
                taken.setSoTimeout(30_000);
                InputStream in = taken.getInputStream();
                assertThat(in.readNBytes(12)).isEqualTo(PROXY_SIGNATURE);
                assertThat(in.readNBytes(4)).containsExactly(0x21, 0x11, 0, 12);
                byte[] addresses = in.readNBytes(12);
                int sourcePort = (addresses[8] & 0xff) << 8 | addresses[9] & 0xff;
                assertThat(sourcePort).isEqualTo(client.getLocalPort());
                assertThat(in.readNBytes(3)).containsExactly(3, 7, 7);

                taken.getOutputStream().write("back".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("back");

                client.shutdownOutput();
                assertThat(in.read()).isEqualTo(-1);
                taken.getOutputStream().write('!');
                assertThat(client.getInputStream().read()).isEqualTo('!');
            }
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void rtmpIsClosedWhereThereIsNoOrigin() throws Exception {
        origins = List.of();
        try (Socket client = connect()) {
            client.getOutputStream().write(3);
            assertThat(readToEnd(client)).isEmpty();
        }
    }

    @Test
    void theNextOriginIsTriedWhenOneCannotBeReached() throws Exception {
        InetSocketAddress dead = new InetSocketAddress("127.0.0.1", freePort());
        origins = List.of(dead, InetSocketAddress.createUnresolved("no-such-host.invalid", 1935), origins.get(0));
        try (Socket client = connect()) {
            client.getOutputStream().write(3);
            try (Socket taken = origin.accept()) {
                taken.setSoTimeout(30_000);
                assertThat(taken.getInputStream().readNBytes(12)).isEqualTo(PROXY_SIGNATURE);
            }
        }
    }

    @Test
    void noMoreOriginsAreTriedThanMayBe() throws Exception {
        InetSocketAddress dead = new InetSocketAddress("127.0.0.1", freePort());
        origins = List.of(dead, dead, dead, origins.get(0));
        origin.setSoTimeout(100);
        try (Socket client = connect()) {
            client.getOutputStream().write(3);
            assertThat(readToEnd(client)).isEmpty();
            assertThatThrownBy(() -> origin.accept()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void splicesEndAtTheStopsDeadlineOnBothSides() throws Exception {
        try (Socket client = connect()) {
            client.getOutputStream().write(3);
            try (Socket taken = origin.accept()) {
                taken.setSoTimeout(30_000);
                assertThat(taken.getInputStream().readNBytes(29)).hasSize(29);
                CompletableFuture<Void> stopped =
                        api.stop(Duration.ofMillis(800)).toCompletableFuture();
                taken.getOutputStream().write('!');
                assertThat(client.getInputStream().read()).isEqualTo('!');
                assertThat(stopped).isNotDone();
                assertThat(taken.getInputStream().read()).isEqualTo(-1);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
                stopped.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void anAddressHasNoMoreConnectionsThanItMay() throws Exception {
        api.stop(Duration.ofSeconds(1)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        api = start("max-connections-per-address = 1");
        try (Socket first = connect()) {
            send(first, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(first.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            try (Socket second = connect()) {
                assertThat(readToEnd(second)).isEmpty();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() throws Exception {
        try (Socket client = connect()) {
            assertThat(readToEnd(client)).isEmpty();
        }
    }

    @Test
    void aConnectionBeyondTheLimitIsClosedAndOthersGoOn() throws Exception {
        api.stop(Duration.ofSeconds(1)).toCompletableFuture().get(30, TimeUnit.SECONDS);
        api = start("max-connections = 1");
        try (Socket first = connect()) {
            send(first, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(first.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            try (Socket second = connect()) {
                assertThat(readToEnd(second)).isEmpty();
            }
            send(first, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(first.getInputStream().readAllBytes()).asString().contains("HTTP/1.1 200");
        }
    }

    @Test
    void anEndlessTargetIsRefused() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 414");
        }
    }

    private static byte[] readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }
}
