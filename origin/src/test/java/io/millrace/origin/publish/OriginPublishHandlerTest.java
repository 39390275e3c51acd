package io.millrace.origin.publish;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.auth.AccessDecision;
import io.millrace.auth.Right;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.ChannelId;
import io.millrace.origin.TestingPublishRequest;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.connection.StreamStatus;
import io.millrace.webhook.RtmpCallbacks;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPublishHandlerTest {
    private static final ChannelId CHANNEL = new ChannelId("live", "cam");
    private static final Bucket BUCKET =
            new Bucket("live", BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, 10), Instant.EPOCH, 0);

    private final TestInbox<PublishSessions.Command> sessions = TestInbox.create();

    @Test
    void whoMayPublishIsHandedToTheSessions() {
        TestingPublishRequest request = request(new Parameter("playlistName", "other.m3u8"));
        handler(CompletableFuture.completedFuture(new AccessDecision.Granted(CHANNEL, BUCKET, Right.LASTING)))
                .onPublish(request);

        assertThat(sessions.receiveMessage())
                .isEqualTo(new PublishSessions.Publish(
                        request, CHANNEL, BUCKET, Right.LASTING, Optional.of("other.m3u8")));
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_ADDRESS, NetStream.Publish.BadName, InvalidArgument: No.",
        "NO_SUCH_BUCKET, NetStream.Publish.BadName, NoSuchBucket: No.",
        "ACCESS_DENIED, NetStream.Publish.Denied, AccessDenied: No.",
        "BAD_SIGNATURE, NetStream.Publish.Denied, SignatureDoesNotMatch: No.",
        "BAD_TOKEN, NetStream.Publish.Denied, InvalidToken: No.",
        "EXPIRED, NetStream.Publish.Denied, AccessDenied: No.",
        "UNAVAILABLE, NetStream.Publish.Rejected, ServiceUnavailable: No."
    })
    void aRefusalHasACodeAndTheSentence(AccessDecision.Reason reason, String code, String description) {
        TestingPublishRequest request = request();
        handler(CompletableFuture.completedFuture(new AccessDecision.Refused(reason, "No.")))
                .onPublish(request);

        assertThat(request.refused()).isCompletedWithValue(new StreamStatus(code, description));
        assertThat(sessions.hasMessages()).isFalse();
    }

    @Test
    void aFailedDecisionIsARefusal() {
        TestingPublishRequest request = request();
        handler(CompletableFuture.failedFuture(new IllegalStateException("broken")))
                .onPublish(request);

        assertThat(request.refused().join().code()).isEqualTo("NetStream.Publish.Rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b.m3u8", "playlist", ".m3u", "a\u0001bc.m3u8"})
    void aPlaylistNameThatCannotBeIsRefused(String name) {
        TestingPublishRequest request = request(new Parameter("playlistName", name));
        handler(CompletableFuture.completedFuture(new AccessDecision.Granted(CHANNEL, BUCKET, Right.LASTING)))
                .onPublish(request);

        assertThat(request.refused().join().code()).isEqualTo("NetStream.Publish.BadName");
    }

    private OriginPublishHandler handler(CompletableFuture<AccessDecision> decision) {
        return new OriginPublishHandler(
                request -> decision, RtmpCallbacks.none(), sessions.getRef(), new SimpleMeterRegistry());
    }

    private static TestingPublishRequest request(Parameter... parameters) {
        return new TestingPublishRequest(CHANNEL, new EmbeddedChannel().eventLoop(), parameters);
    }
}
