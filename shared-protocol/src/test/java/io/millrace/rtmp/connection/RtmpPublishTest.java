package io.millrace.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RtmpPublishTest {
    private final BlockingQueue<PublishRequest> requests = new LinkedBlockingQueue<>();
    private final TestingPublishReceiver receiver = new TestingPublishReceiver();
    private final TestingServer server =
            new TestingServer(TestingSettings.with(""), RtmpHandlers.publishOnly(requests::add));

    @AfterEach
    void stop() {
        server.close();
    }

    private String event() throws InterruptedException {
        return receiver.events.poll(10, TimeUnit.SECONDS);
    }

    private PublishRequest request() throws InterruptedException {
        return requests.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void mediaOfAnAcceptedPublishReachTheReceiver() throws Exception {
        try (TestingClient client = TestingClient.connected(server.address(), "live")) {
            int id = client.publish("ch?token=secret");
            PublishRequest request = request();
            assertThat(request.address().candidates()).containsExactly(new ChannelId("live", "ch"));
            assertThat(request.address().parameter("token")).contains("secret");
            assertThat(request.remoteAddress().getAddress().isLoopbackAddress()).isTrue();
            request.accept(receiver);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Publish.Start");
            client.sendMedia(MessageType.VIDEO, 40, id, new byte[] {0x17, 1});
            client.sendMedia(MessageType.AUDIO, -1, id, new byte[] {(byte) 0xAF, 1});
            client.send(
                    CommandMessage.of(
                            "FCUnpublish",
                            9,
                            io.millrace.amf.AmfNull.NULL,
                            new io.millrace.amf.AmfString("ch?token=secret")),
                    0);
            assertThat(client.awaitStatus()).isEqualTo("NetStream.Unpublish.Success");
        }
        assertThat(event()).isEqualTo("started");
        assertThat(event()).isEqualTo("VIDEO@40:1701");
        assertThat(event()).isEqualTo("AUDIO@4294967295:af01");
        assertThat(event()).isEqualTo("closed");
    }
}
