package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.rtmp.command.Requests;
import io.netty.buffer.ByteBufUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ProxyProtocolTest {
    private static final String V2 = "0d0a0d0a000d0a515549540a";

    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private TestingServer server = server("");

    private TestingServer server(String settings) {
        return new TestingServer(TestingSettings.with(settings), RtmpHandlers.publishOnly(requests::add));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private InetSocketAddress remoteBehind(byte[] header) throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            for (byte octet : header) {
                client.write(new byte[] {octet});
            }
            client.handshake();
            client.send(Requests.connect(1, "live", "rtmp://h/live"), 0);
            client.awaitCommand("_result");
            client.publish("ch");
            return requests.poll(30, TimeUnit.SECONDS).remoteAddress();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 203.0.113.7 10.0.0.1 4444 1935, 203.0.113.7",
        "PROXY TCP6 2001:db8::7 2001:db8::1 4444 1935, 2001:db8:0:0:0:0:0:7",
    })
    void aVersionOneHeaderNamesThePeer(String header, String address) throws Exception {
        InetSocketAddress remote = remoteBehind((header + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(remote.getAddress().getHostAddress()).isEqualTo(address);
        assertThat(remote.getPort()).isEqualTo(4444);
    }

    @Test
    void aVersionTwoHeaderNamesThePeer() throws Exception {
        String header = V2 + "21" + "11" + "000c" + "cb007107" + "0a000001" + "115c" + "078f";
        InetSocketAddress remote = remoteBehind(ByteBufUtil.decodeHexDump(header));
        assertThat(remote).isEqualTo(new InetSocketAddress("203.0.113.7", 4444));
    }

    @ParameterizedTest
    @CsvSource({"PROXY UNKNOWN", "''"})
    void withoutAnAddressTheBalancerItselfIsThePeer(String header) throws Exception {
        byte[] bytes = header.isEmpty() ? new byte[0] : (header + "\r\n").getBytes(StandardCharsets.US_ASCII);
        assertThat(remoteBehind(bytes).getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void aLocalVersionTwoHeaderMeansTheBalancerItself() throws Exception {
        byte[] header = ByteBufUtil.decodeHexDump(V2 + "20" + "00" + "0000");
        assertThat(remoteBehind(header).getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void aMalformedHeaderEndsTheConnection() throws Exception {
        try (TestingClient client = new TestingClient(server.address())) {
            client.write("PROXY TCP4 nonsense\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void aHeaderFromAnybodyElseIsNoRtmp() throws Exception {
        server.close();
        server = server("trusted-proxies = [\"10.0.0.0/8\"]");
        try (TestingClient client = new TestingClient(server.address())) {
            client.write("PROXY TCP4 203.0.113.7 10.0.0.1 4444 1935\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.awaitEnd()).isTrue();
        }
    }

    @Test
    void connectionsAreCountedByTheTruePeer() throws Exception {
        server.close();
        server = server("max-connections-per-address = 1");
        byte[] header = "PROXY TCP4 203.0.113.7 10.0.0.1 4444 1935\r\n".getBytes(StandardCharsets.US_ASCII);
        try (TestingClient direct = TestingClient.connected(server.address(), "live");
                TestingClient first = new TestingClient(server.address());
                TestingClient second = new TestingClient(server.address())) {
            first.write(header);
            first.handshake();
            second.write(header);
            assertThat(second.awaitEnd()).isTrue();
            assertThat(direct.createStream()).isEqualTo(1);
        }
    }
}
