package io.millrace.controlplane.oss.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.EndReason;
import io.millrace.channel.OriginNode;
import io.millrace.channel.Publisher;
import io.millrace.channel.Segment;
import io.netty.buffer.Unpooled;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The API over real HTTP, with the real actors and a real store behind it; a server for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OssHttpFixture {
    static final String TARGET = "<Target><Type>HLS</Type></Target>";
    static final long START = 1_700_000_000_000L;

    @TempDir
    private static Path data;

    TestingOssServer server;
    OssClient client;

    @BeforeAll
    void start() throws Exception {
        server = TestingOssServer.start(
                data,
                "millrace.channel { page-segments = 20, max-open-segments = 200 }\n"
                        + "millrace.oss { max-document-bytes = 4 KiB, max-object-bytes = 100 KiB, body-timeout = 1s }");
        client = new OssClient(server.port(), TestingOssServer.KEY);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    String newBucket(String name, String acl) throws Exception {
        HttpResponse<String> created = client.signed("PUT", "/" + name + "/", "", "", "x-oss-acl", acl);
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(created.headers().firstValue("Location")).contains("/" + name);
        return "/" + name + "/";
    }

    static String configuration(String inside) {
        return "<LiveChannelConfiguration>" + inside + "</LiveChannelConfiguration>";
    }

    private static String code(HttpResponse<String> answer) {
        String body = answer.body();
        return body.contains("<Code>") ? body.substring(body.indexOf("<Code>") + 6, body.indexOf("</Code>")) : "";
    }

    static void assertError(HttpResponse<String> answer, int status, String code, String ec) {
        assertThat(code(answer)).as(answer.body()).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(status);
        String id = answer.headers().firstValue("x-oss-request-id").orElseThrow();
        assertThat(answer.body()).contains("<RequestId>" + id + "</RequestId>", "<HostId>");
        if (!ec.isEmpty()) {
            assertThat(answer.body()).contains("<EC>" + ec + "</EC>");
        }
    }

    ChannelReply.Granted publish(String channel) throws Exception {
        OriginNode origin = server.node().asOrigin();
        return (ChannelReply.Granted) server.node()
                .<ChannelReply.PublishDecision>askChannel(
                        channel,
                        replyTo -> new ChannelCommand.StartPublish(
                                channel + System.nanoTime(),
                                origin,
                                new Publisher("192.0.2.7:4711", Optional.empty()),
                                true,
                                server.node().ignore(),
                                replyTo));
    }

    void end(String channel, long epoch) throws Exception {
        server.node()
                .<ChannelReply.Ended>askChannel(
                        channel, replyTo -> new ChannelCommand.EndPublish(epoch, EndReason.PUBLISHER_LEFT, replyTo));
    }

    void seal(String bucket, String channel, ChannelReply.Granted session, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            long start = START + i * 1000L;
            String key = Segment.keyOf(channel, start, session.epoch());
            server.store()
                    .put(bucket, key, "video/mp2t", Unpooled.wrappedBuffer(new byte[] {0x47, (byte) i}))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            Segment segment = new Segment(session.nextSequence() + i, session.epoch(), key, start, 1000, 2, i == 0);
            server.node()
                    .<ChannelReply.SealReply>askChannel(
                            bucket + "/" + channel, replyTo -> new ChannelCommand.SealSegment(segment, replyTo));
        }
    }
}
