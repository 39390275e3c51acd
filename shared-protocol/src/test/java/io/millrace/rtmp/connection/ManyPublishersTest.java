package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfString;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishers of one event loop that are so many that it does not read them at once. */
@Timeout(60)
class ManyPublishersTest {
    private static final int PUBLISHERS = 40;
    private static final int LARGE_ONES = 4;
    private static final byte[] LARGE = new byte[100_000];

    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final List<TestingClient> clients = new ArrayList<>();
    private final List<Integer> streams = new ArrayList<>();
    private final List<TestingPublishReceiver> receivers = new ArrayList<>();

    static List<IoHandlerFactory> transports() {
        return Epoll.isAvailable()
                ? List.of(NioIoHandler.newFactory(), EpollIoHandler.newFactory())
                : List.of(NioIoHandler.newFactory());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void nothingIsLostAndEachEndIsNoticed(IoHandlerFactory transport) throws Exception {
        try (TestingServer server = new TestingServer(
                TestingSettings.with(""),
                RtmpHandlers.publishOnly(requests::add),
                Optional.empty(),
                new MultiThreadIoEventLoopGroup(1, transport))) {
            for (int i = 0; i < PUBLISHERS; i++) {
                publish(server);
            }
            for (int time = 0; time < 10; time++) {
                for (int i = 0; i < PUBLISHERS; i++) {
                    clients.get(i).sendMedia(MessageType.AUDIO, time, streams.get(i), new byte[] {(byte) i});
                }
            }
            for (int i = 0; i < LARGE_ONES; i++) {
                clients.get(i).sendMedia(MessageType.VIDEO, 10, streams.get(i), LARGE);
            }
            clients.get(0).send(CommandMessage.of("FCUnpublish", 9, AmfNull.NULL, new AmfString("ch")), 0);
            assertThat(clients.get(0).awaitStatus()).isEqualTo("NetStream.Unpublish.Success");
            for (TestingClient client : clients) {
                client.close();
            }
            for (int i = 0; i < PUBLISHERS; i++) {
                assertWhole(i);
            }
        }
    }

    private void publish(TestingServer server) throws Exception {
        TestingClient client = TestingClient.connected(server.address(), "live");
        clients.add(client);
        client.chunkSize(LARGE.length);
        streams.add(client.publish("ch"));
        TestingPublishReceiver receiver = new TestingPublishReceiver();
        receivers.add(receiver);
        requests.poll(30, TimeUnit.SECONDS).accept(receiver);
        assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
    }

    private void assertWhole(int publisher) throws InterruptedException {
        List<String> expected = new ArrayList<>(List.of("started"));
        for (int time = 0; time < 10; time++) {
            expected.add("AUDIO@" + time + ":" + ByteBufUtil.hexDump(new byte[] {(byte) publisher}));
        }
        if (publisher < LARGE_ONES) {
            expected.add("VIDEO@10:" + ByteBufUtil.hexDump(LARGE));
        }
        if (publisher > 0) {
            expected.add("lost");
        }
        expected.add("closed");
        for (String event : expected) {
            assertThat(receivers.get(publisher).events.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(event);
        }
    }
}
