package io.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.SerializationTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.millrace.channel.ChannelCommand.LiveSession;
import io.millrace.channel.ChannelCommand.PageRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every message survives the way to another node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageSerializationTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final ChannelId ID = new ChannelId("live", "Kanal ü|1");
    private static final ChannelConfig CONFIG = new ChannelConfig("Straße", 10, 5, "playlist.m3u8");
    private static final BucketSettings SETTINGS =
            BucketSettings.of(BucketAcl.PUBLIC_READ_WRITE, true, false, true, false, 10);
    private static final OriginNode ORIGIN = new OriginNode("akka://millrace@10.0.0.1:25520#-5", "10.0.0.1", 1940);
    private static final Publisher PUBLISHER = new Publisher("192.0.2.7:4711", Optional.of("other.m3u8"));
    private static final MediaInfo MEDIA = new MediaInfo(
            Optional.of(new VideoInfo("H264", 1280, 720, 29.97, 300_000)),
            Optional.of(new AudioInfo("AAC", 48_000, 2, 16_000)));
    private static final Segment SEGMENT =
            new Segment(4, 7, "cam/176732304567800000007.ts", 1_767_323_045_678L, 9960, 1_234_567, true);
    private static final Window WINDOW = new Window(3, 10, List.of(SEGMENT), Optional.of(AT));

    private final ActorTestKit actors = ActorTestKit.create();
    private final SerializationTestKit serialization = actors.serializationTestKit();

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private <T> ActorRef<T> ref() {
        TestProbe<T> probe = actors.createTestProbe();
        return probe.getRef();
    }

    private List<ChannelCommand> channelCommands() {
        return List.of(
                new ChannelCommand.Configure(CONFIG, ChannelStatus.ENABLED, true, ref()),
                new ChannelCommand.SetStatus(ChannelStatus.DISABLED, ref()),
                new ChannelCommand.Delete(ref()),
                new ChannelCommand.Describe(ref()),
                new ChannelCommand.GetStatus(ref()),
                new ChannelCommand.GetHistory(ref()),
                new ChannelCommand.StartPublish("attempt", ORIGIN, PUBLISHER, true, ref(), ref()),
                new ChannelCommand.Report(7, MEDIA, ref(), ref()),
                new ChannelCommand.SealSegment(SEGMENT, ref()),
                new ChannelCommand.EndPublish(7, EndReason.PUBLISHER_LEFT, ref()),
                new ChannelCommand.Watch(true, ref()),
                new ChannelCommand.Unwatch(ref()),
                new ChannelCommand.QuerySegments(AT, AT.plusSeconds(1), 10, ref()),
                new ChannelCommand.GetWindow(ref()),
                new ChannelCommand.GetWatchers(ref()));
    }

    private List<DeliveryCommand> deliveryCommands() {
        ClientInfo client = new ClientInfo(
                "ABCDEFGH",
                "192.0.2.7",
                "v",
                "rtmp://h/live",
                "http://p/",
                "?a=b",
                Map.of("app", "live", "fpad", false),
                Optional.of(new Bearer(Optional.of("user-7"), Map.of("seat", "12"))));
        return List.of(
                new DeliveryCommand.Take(
                        List.of(
                                ChannelFact.published(1, 7, AT, client, "p.m3u8"),
                                ChannelFact.segment(2, AT, client, "p.m3u8", SEGMENT),
                                ChannelFact.unpublished(3, 7, AT, client, "p.m3u8")),
                        ref()),
                new DeliveryCommand.Append(ChannelFact.disconnected(AT, client, 1, 2)),
                new DeliveryCommand.ListDeliveries("a", Webhook.Style.SRS, 10, ref()),
                new DeliveryCommand.RetryDeliveries("a", ref()),
                new DeliveryCommand.Resume());
    }

    private static List<DeliveryReply> deliveryReplies() {
        return List.of(
                new DeliveryReply.Taken(7),
                new DeliveryReply.Deliveries(
                        List.of(new DeliveryReply.Delivery(
                                "id",
                                "on_hls",
                                "cam",
                                DeliveryReply.State.PENDING,
                                7,
                                4,
                                AT,
                                2,
                                Optional.of("status 500"),
                                Optional.of(AT))),
                        3),
                new DeliveryReply.Retried(1, 2));
    }

    @Test
    void deliveriesMessagesTravel() {
        assertThat(deliveryCommands().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(DeliveryCommand.class.getPermittedSubclasses());
        deliveryCommands().forEach(message -> serialization.verifySerialization(message, true));
        deliveryReplies().forEach(message -> serialization.verifySerialization(message, true));
    }

    private static List<ChannelReply> channelReplies() {
        return List.of(
                new ChannelReply.Done(AT),
                new ChannelReply.AlreadyExists(AT),
                new ChannelReply.StillLive(7),
                new ChannelReply.NoSuchChannel(ID),
                new ChannelReply.Described(CONFIG, ChannelStatus.ENABLED, AT, AT),
                new ChannelReply.Status(
                        ChannelStatus.ENABLED,
                        Optional.of(new LiveSession(7, AT, "192.0.2.7:4711", Optional.of(MEDIA)))),
                new ChannelReply.Sessions(
                        List.of(new SessionRecord(7, AT, AT, "192.0.2.7:4711", EndReason.TAKEN_OVER))),
                new ChannelReply.Granted(7, CONFIG, 4),
                new ChannelReply.Disabled(ID),
                new ChannelReply.AlreadyPublishing(7, "192.0.2.7:4711"),
                new ChannelReply.Renewed(7),
                new ChannelReply.Fenced(8, EndReason.LEASE_EXPIRED),
                new ChannelReply.Sealed(4),
                new ChannelReply.OutOfOrder(4),
                new ChannelReply.IndexFull(10),
                new ChannelReply.Ended(7),
                new ChannelReply.Found(
                        List.of(new PageRef(".millrace/pages/cam/0.json", 0, 4, 1, 2)), List.of(SEGMENT), false),
                new ChannelReply.LiveWindow("playlist.m3u8", WINDOW),
                new ChannelReply.Watchers(Set.of("akka://millrace@192.0.2.1:25520")));
    }

    private List<BucketCommand> bucketCommands() {
        return List.of(
                new BucketCommand.CreateBucket(SETTINGS, ref()),
                new BucketCommand.DeleteBucket(ref()),
                new BucketCommand.PutSettings(SETTINGS, ref()),
                new BucketCommand.GetBucket(ref()),
                new BucketCommand.PutChannel("cam", CONFIG, ChannelStatus.ENABLED, true, ref()),
                new BucketCommand.SetChannelStatus("cam", ChannelStatus.DISABLED, ref()),
                new BucketCommand.DeleteChannel("cam", ref()),
                new BucketCommand.ListChannels("c", "ca", 100, ref()));
    }

    private static List<BucketReply> bucketReplies() {
        BucketReply.ChannelEntry entry =
                new BucketReply.ChannelEntry("cam", "Straße", ChannelStatus.ENABLED, AT, "playlist.m3u8");
        return List.of(
                new BucketReply.Done(),
                new BucketReply.NoSuchBucket("live"),
                new BucketReply.TooManyBuckets(10),
                new BucketReply.NotEmpty(3),
                new BucketReply.Bucket("live", SETTINGS, AT, 3),
                new BucketReply.ChannelExists(),
                new BucketReply.ChannelLive(),
                new BucketReply.TooManyChannels(10),
                new BucketReply.UnknownChannel(),
                new BucketReply.Unavailable(),
                new BucketReply.ChannelPage(List.of(entry), Optional.of("cam")));
    }

    private List<ChannelMessage> others() {
        return List.of(
                new BucketIndexCommand.AddBucket("live", ref()),
                new BucketIndexCommand.RemoveBucket("live", ref()),
                new BucketIndexCommand.ListBuckets(ref()),
                new BucketIndexCommand.Entered(true, 10),
                new BucketIndexCommand.BucketNames(List.of("live")),
                new SessionSignal(ID, 7, EndReason.DISABLED),
                new ChannelView(
                        ID,
                        9,
                        true,
                        "playlist.m3u8",
                        true,
                        Optional.of(new Route(7, ORIGIN, "ticket")),
                        Optional.of(WINDOW)));
    }

    @Test
    void everyMessageReadsAsItWasWritten() {
        Stream.of(channelCommands(), channelReplies(), bucketCommands(), bucketReplies(), others())
                .flatMap(List::stream)
                .forEach(message -> serialization.verifySerialization(message, true));
    }

    @Test
    void everyMessageIsInThisTest() {
        assertThat(classes(channelCommands())).containsExactlyInAnyOrderElementsOf(leaves(ChannelCommand.class));
        assertThat(classes(channelReplies())).containsExactlyInAnyOrderElementsOf(leaves(ChannelReply.class));
        assertThat(classes(bucketCommands())).containsExactlyInAnyOrderElementsOf(leaves(BucketCommand.class));
        assertThat(classes(bucketReplies())).containsExactlyInAnyOrderElementsOf(leaves(BucketReply.class));
        assertThat(classes(others())).containsAll(leaves(BucketIndexCommand.class));
    }

    private static List<Class<?>> classes(List<? extends ChannelMessage> messages) {
        return messages.stream().<Class<?>>map(Object::getClass).toList();
    }

    private static List<Class<?>> leaves(Class<?> type) {
        if (!type.isSealed()) {
            return List.of(type);
        }
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(permitted -> leaves(permitted).stream())
                .distinct()
                .toList();
    }
}
