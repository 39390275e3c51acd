package io.millrace.edge.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.flv.FlvMuxer;
import io.millrace.flv.TagForm;
import io.millrace.media.MalformedMediaException;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.mux.Tracks;
import io.millrace.stream.Cursor;
import io.millrace.stream.LeftOutTracks;
import io.millrace.stream.Slices;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeFeedTest {
    private static final StreamFormat FLV = new StreamFormat.Flv(TagForm.COMMON);
    private static final long SECOND = 1_000_000_000L;

    private static final StreamFormat TS = new StreamFormat.Ts();
    private static final StreamFormat AAC = new StreamFormat.Aac();
    private static final StreamFormat MP3 = new StreamFormat.Mp3();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EdgeFeed feed = new EdgeFeed(
            new FeedSettings(
                    new StreamLogSettings(1 << 16, 1 << 20, Duration.ofSeconds(5)),
                    1 << 20,
                    4096,
                    Duration.ofSeconds(3)),
            format -> new LeftOutTracks("live/ch", format, registry));
    private final List<Cursor> cursors = new ArrayList<>();

    @AfterEach
    void close() {
        feed.close();
        cursors.forEach(Cursor::close);
    }

    @Test
    void aFormatThatIsAskedForLateBeginsWithTheNewestKeyFrame() {
        write(MediaKind.VIDEO, 0, TestingFrames.avcConfiguration());
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        write(MediaKind.VIDEO, 1000, TestingFrames.keyFrame(101));
        write(MediaKind.VIDEO, 1040, TestingFrames.interFrame(50));
        List<Tag> tags = tags(join(FLV, false));
        assertThat(tags)
                .containsExactly(
                        new Tag(1000, TestingFrames.avcConfiguration().readableBytes()),
                        new Tag(1000, 101),
                        new Tag(1040, 50));
    }

    @Test
    void aNewSessionContinuesTheLineOfTime() {
        write(MediaKind.VIDEO, 90_000, TestingFrames.keyFrame(100), 0);
        write(MediaKind.VIDEO, 90_040, TestingFrames.interFrame(50), 0);
        Cursor cursor = join(FLV, false);
        assertThat(tags(cursor)).extracting(Tag::timestamp).containsExactly(0L, 40L);
        feed.beginSession(2, 3 * SECOND);
        write(MediaKind.VIDEO, 7, TestingFrames.keyFrame(100), 3 * SECOND);
        write(MediaKind.VIDEO, 47, TestingFrames.interFrame(50), 3 * SECOND);
        assertThat(tags(read(cursor), 0)).extracting(Tag::timestamp).containsExactly(3040L, 3080L);
    }

    @Test
    void anotherConnectionOfTheSameSessionGoesOnWhereTheLastOneBroke() {
        feed.beginSession(7, 0);
        write(MediaKind.VIDEO, 90_000, TestingFrames.keyFrame(100), 0);
        write(MediaKind.AUDIO, 90_010, TestingFrames.sound(20), 0);
        write(MediaKind.VIDEO, 90_040, TestingFrames.interFrame(50), 0);
        Cursor cursor = join(FLV, false);
        tags(cursor);
        feed.beginSession(7, SECOND);
        write(MediaKind.VIDEO, 90_000, TestingFrames.avcConfiguration(), SECOND);
        write(MediaKind.VIDEO, 90_000, TestingFrames.keyFrame(100), SECOND);
        write(MediaKind.AUDIO, 90_010, TestingFrames.sound(20), SECOND);
        write(MediaKind.VIDEO, 90_040, TestingFrames.interFrame(50), SECOND);
        write(MediaKind.VIDEO, 90_040, TestingFrames.interFrame(51), SECOND);
        write(MediaKind.AUDIO, 90_033, TestingFrames.sound(21), SECOND);
        write(MediaKind.VIDEO, 90_080, TestingFrames.interFrame(52), SECOND);
        assertThat(tags(read(cursor), 0)).extracting(Tag::timestamp).containsExactly(40L, 33L, 80L);
    }

    @Test
    void aConnectionThatStaysBehindIsTakenForAnotherSession() {
        feed.beginSession(7, 0);
        write(MediaKind.VIDEO, 90_000, TestingFrames.keyFrame(100), 0);
        Cursor cursor = join(FLV, false);
        tags(cursor);
        feed.beginSession(7, SECOND);
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(101), SECOND);
        assertThat(cursor.hasNext()).isFalse();
        write(MediaKind.VIDEO, 4000, TestingFrames.keyFrame(102), 5 * SECOND);
        assertThat(tags(read(cursor), 0)).extracting(Tag::timestamp).containsExactly(5000L);
    }

    @Test
    void theRelayLogKeepsTheOriginsTimesAndEndsWithItsConnection() {
        feed.beginSession(7, 0);
        write(MediaKind.VIDEO, 90_000, TestingFrames.keyFrame(100), 0);
        Cursor first = keep(feed.joinRelay());
        assertThat(relayTimes(first)).containsExactly(90_000L);
        write(MediaKind.VIDEO, 90_040, TestingFrames.interFrame(50), 0);
        feed.beginSession(9, SECOND);
        assertThat(first.isLogClosed()).isTrue();
        write(MediaKind.VIDEO, 20, TestingFrames.keyFrame(100), SECOND);
        assertThat(relayTimes(first)).containsExactly(90_040L);
        assertThat(first.atEnd()).isTrue();
        assertThat(relayTimes(keep(feed.joinRelay()))).containsExactly(20L);
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        ByteBuf nothing = Unpooled.buffer(1);
        assertThatThrownBy(() -> feed.write(MediaKind.VIDEO, 0, nothing, 0))
                .isInstanceOf(MalformedMediaException.class);
        assertThat(nothing.release()).isTrue();
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        assertThat(tags(join(FLV, false))).hasSize(1);
    }

    @Test
    void aFormatIsMadeAnewOnceNobodyHasWatchedItForTheTimeItIsKept() {
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        Cursor first = join(FLV, false);
        feed.leave(FLV, SECOND);
        feed.dropUnused(2 * SECOND, 5 * SECOND);
        assertThat(first.isLogClosed()).isFalse();
        feed.dropUnused(7 * SECOND, 5 * SECOND);
        assertThat(first.isLogClosed()).isTrue();
        assertThat(join(FLV, false).isLogClosed()).isFalse();
    }

    @Test
    void aFormatWithViewersStays() {
        Cursor first = join(FLV, false);
        join(FLV, false);
        feed.leave(FLV, SECOND);
        feed.dropUnused(100 * SECOND, 5 * SECOND);
        assertThat(first.isLogClosed()).isFalse();
    }

    @Test
    void viewersOfOneMessageStreamAndChoiceOfTracksShareALog() {
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        write(MediaKind.AUDIO, 0, TestingFrames.sound(20));
        int all = read(join(new StreamFormat.Rtmp(1, Tracks.ALL, TagForm.COMMON), false)).length;
        assertThat(read(join(new StreamFormat.Rtmp(1, Tracks.ALL, TagForm.COMMON), false)))
                .hasSize(all);
        int picture = read(join(new StreamFormat.Rtmp(1, Tracks.of(false, true), TagForm.COMMON), false)).length;
        assertThat(picture).isPositive().isLessThan(all);
    }

    @Test
    void whatAFormatCarriesOfAFeedShowsWithItsTracks() {
        assertThat(List.of(feed.fit(FLV), feed.fit(TS), feed.fit(AAC), feed.fit(MP3)))
                .containsExactly(Fit.CARRIED, Fit.UNKNOWN, Fit.UNKNOWN, Fit.UNKNOWN);
        write(MediaKind.VIDEO, 0, TestingFrames.avcConfiguration());
        assertThat(List.of(feed.fit(TS), feed.fit(AAC), feed.fit(MP3)))
                .containsExactly(Fit.CARRIED, Fit.UNKNOWN, Fit.UNKNOWN);
        write(MediaKind.AUDIO, 0, TestingFrames.aacConfiguration());
        assertThat(List.of(feed.fit(AAC), feed.fit(MP3))).containsExactly(Fit.CARRIED, Fit.NOT_CARRIED);
        write(MediaKind.AUDIO, 10, TestingFrames.mp3(20));
        assertThat(List.of(feed.fit(AAC), feed.fit(MP3))).containsExactly(Fit.NOT_CARRIED, Fit.CARRIED);
        feed.beginSession(2, SECOND);
        assertThat(feed.fit(MP3)).isEqualTo(Fit.UNKNOWN);
    }

    @Test
    void aTransportStreamOfNothingThatItCarriesIsNone() {
        write(MediaKind.VIDEO, 0, TestingFrames.av1(20));
        assertThat(feed.fit(TS)).isEqualTo(Fit.UNKNOWN);
        write(MediaKind.AUDIO, 0, TestingFrames.opus(20));
        assertThat(feed.fit(TS)).isEqualTo(Fit.NOT_CARRIED);
        write(MediaKind.AUDIO, 20, TestingFrames.mp3(20));
        assertThat(feed.fit(TS)).isEqualTo(Fit.CARRIED);
    }

    @Test
    void aacThatAdtsCannotNameIsNoSoundForItsFormats() {
        write(MediaKind.AUDIO, 0, TestingFrames.lowDelayAacConfiguration());
        write(MediaKind.AUDIO, 0, TestingFrames.sound(20));
        assertThat(feed.fit(AAC)).isEqualTo(Fit.NOT_CARRIED);
    }

    @Test
    void newsOfTheTracksAreTold() {
        List<Fit> told = new ArrayList<>();
        feed.onTracks(() -> told.add(feed.fit(AAC)));
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        write(MediaKind.VIDEO, 40, TestingFrames.interFrame(100));
        write(MediaKind.AUDIO, 40, TestingFrames.aacConfiguration());
        write(MediaKind.AUDIO, 40, TestingFrames.sound(20));
        assertThat(told).containsExactly(Fit.UNKNOWN, Fit.CARRIED);
    }

    @Test
    void whoComesForTheSoundGetsThatOfTheLastSecondsThoughNobodyWasThereForIt() {
        write(MediaKind.AUDIO, 0, TestingFrames.aacConfiguration());
        for (int time = 0; time <= 10_000; time += 100) {
            if (time % 2000 == 0) {
                write(MediaKind.VIDEO, time, TestingFrames.keyFrame(100));
            }
            write(MediaKind.AUDIO, time, TestingFrames.sound(20));
        }
        write(MediaKind.AUDIO, 10_100, TestingFrames.sound(20));
        int frameBytes = 18 + 7;
        assertThat(read(join(AAC, false)).length / frameBytes).isEqualTo(29 + 2);
    }

    @Test
    void aFormatWhoseTrackHasGoneEndsWhileTheOthersGoOn() {
        write(MediaKind.AUDIO, 0, TestingFrames.aacConfiguration(), 0);
        write(MediaKind.AUDIO, 0, TestingFrames.sound(20), 0);
        Cursor sound = join(AAC, false);
        Cursor all = join(FLV, false);
        write(MediaKind.VIDEO, 5000, TestingFrames.keyFrame(100), 5 * SECOND);
        assertThat(feed.endSilent(10 * SECOND)).isEmpty();
        write(MediaKind.VIDEO, 10_000, TestingFrames.keyFrame(100), 10 * SECOND);
        assertThat(feed.endSilent(10 * SECOND)).isEmpty();
        write(MediaKind.VIDEO, 16_000, TestingFrames.keyFrame(100), 16 * SECOND);
        assertThat(feed.endSilent(10 * SECOND)).containsExactly(AAC);
        read(sound);
        assertThat(sound.atEnd()).isTrue();
        assertThat(all.isLogClosed()).isFalse();
        feed.leave(AAC, 16 * SECOND);
    }

    @Test
    void aPublisherThatSendsNothingAtAllEndsNoFormat() {
        write(MediaKind.AUDIO, 0, TestingFrames.aacConfiguration(), 0);
        write(MediaKind.AUDIO, 0, TestingFrames.sound(20), 0);
        Cursor sound = join(AAC, false);
        assertThat(feed.endSilent(SECOND)).isEmpty();
        feed.beginSession(2, 100 * SECOND);
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100), 100 * SECOND);
        assertThat(feed.endSilent(SECOND)).isEmpty();
        assertThat(sound.isLogClosed()).isFalse();
    }

    @Test
    void aTrackThatIsLeftOutIsCountedOnceASessionThoughItsFormatIsMadeAnew() {
        write(MediaKind.AUDIO, 0, TestingFrames.opus(20));
        join(TS, false);
        feed.leave(TS, 0);
        feed.dropUnused(SECOND, 0);
        join(TS, false);
        write(MediaKind.AUDIO, 20, TestingFrames.opus(20));
        assertThat(registry.get("millrace.tracks.left.out").counter().count()).isEqualTo(1);
        feed.beginSession(2, SECOND);
        write(MediaKind.AUDIO, 20, TestingFrames.opus(20), SECOND);
        assertThat(registry.get("millrace.tracks.left.out").counter().count()).isEqualTo(2);
    }

    @Test
    void itsEndIsTheEndOfItsLogsAfterWhatIsLeft() {
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        Cursor cursor = join(FLV, false);
        feed.close();
        assertThat(cursor.atEnd()).isFalse();
        assertThat(tags(cursor)).hasSize(1);
        assertThat(cursor.atEnd()).isTrue();
    }

    @Test
    void aFormatThatBeginsBetweenAConfigurationAndItsKeyFrameHasThatOfItsGroupOfPictures() {
        ByteBuf other = TestingFrames.avcConfiguration().writerIndex(17);
        write(MediaKind.VIDEO, 0, TestingFrames.avcConfiguration());
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        write(MediaKind.VIDEO, 40, other);
        assertThat(tags(join(FLV, false)))
                .extracting(Tag::size)
                .containsExactly(TestingFrames.avcConfiguration().readableBytes(), 100, 17);
        write(MediaKind.VIDEO, 80, TestingFrames.keyFrame(101));
        assertThat(tags(join(new StreamFormat.Flv(TagForm.OLD), false)))
                .extracting(Tag::size)
                .containsExactly(17, 101);
    }

    @Test
    void viewersOfAFormHaveALogOfTheirOwn() {
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        assertThat(tags(join(new StreamFormat.Flv(TagForm.OLD), false))).containsExactly(new Tag(0, 100));
        assertThat(tags(join(new StreamFormat.Flv(TagForm.ENHANCED), false))).containsExactly(new Tag(0, 100));
        byte[] enhanced = read(join(new StreamFormat.Flv(TagForm.ENHANCED), false));
        assertThat(enhanced[FlvMuxer.HEADER_BYTES + 11]).isEqualTo((byte) 0x93);
    }

    @Test
    void aViewerThatWantsNoCacheGetsTheNextKeyFrameFirst() {
        write(MediaKind.VIDEO, 0, TestingFrames.keyFrame(100));
        Cursor cursor = join(FLV, true);
        write(MediaKind.VIDEO, 40, TestingFrames.interFrame(50));
        assertThat(cursor.hasNext()).isFalse();
        write(MediaKind.VIDEO, 80, TestingFrames.keyFrame(102));
        assertThat(tags(cursor)).containsExactly(new Tag(80, 102));
    }

    private void write(MediaKind kind, int timestamp, ByteBuf payload) {
        write(kind, timestamp, payload, 0);
    }

    /** The feed must have let go of what it need not keep, at the latest when it is closed. */
    private void write(MediaKind kind, int timestamp, ByteBuf payload, long nowNanos) {
        feed.write(kind, timestamp, payload, nowNanos);
        payload.release();
    }

    private Cursor join(StreamFormat format, boolean atNextRandomAccessPoint) {
        return keep(feed.join(format, atNextRandomAccessPoint));
    }

    private Cursor keep(Cursor cursor) {
        cursors.add(cursor);
        return cursor;
    }

    /** Of messages that each fit into one chunk. */
    private static List<Long> relayTimes(Cursor cursor) {
        ByteBuf chunks = Unpooled.wrappedBuffer(read(cursor));
        List<Long> times = new ArrayList<>();
        while (chunks.isReadable()) {
            chunks.skipBytes(1);
            times.add((long) chunks.readUnsignedMedium());
            int size = chunks.readUnsignedMedium();
            chunks.skipBytes(5 + size);
        }
        return times;
    }

    private record Tag(long timestamp, int size) {}

    private static byte[] read(Cursor cursor) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf slice = Slices.next(cursor); slice != null; slice = Slices.next(cursor)) {
            all.writeBytes(slice);
            slice.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    private static List<Tag> tags(Cursor cursor) {
        return tags(read(cursor), FlvMuxer.HEADER_BYTES);
    }

    private static List<Tag> tags(byte[] bytes, int from) {
        ByteBuf flv = Unpooled.wrappedBuffer(bytes).skipBytes(from);
        List<Tag> tags = new ArrayList<>();
        while (flv.isReadable()) {
            flv.skipBytes(1);
            int size = flv.readUnsignedMedium();
            long time = flv.readUnsignedMedium() | (long) flv.readUnsignedByte() << 24;
            flv.skipBytes(3 + size + 4);
            tags.add(new Tag(time, size));
        }
        return tags;
    }
}
