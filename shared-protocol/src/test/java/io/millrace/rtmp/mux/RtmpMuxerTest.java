package io.millrace.rtmp.mux;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.flv.FlvSample;
import io.millrace.flv.FlvTag;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.rtmp.chunk.ChunkDecoder;
import io.millrace.rtmp.chunk.ChunkEncoder;
import io.millrace.rtmp.chunk.ChunkLimits;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.SetChunkSize;
import io.millrace.stream.Cursor;
import io.millrace.stream.Slices;
import io.millrace.stream.StreamLog;
import io.millrace.stream.StreamLogSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtmpMuxerTest {
    private static final int CHUNK_SIZE = 300;

    private final StreamLog log = new StreamLog(new StreamLogSettings(1 << 16, 1 << 24, Duration.ofSeconds(60)));

    @AfterEach
    void close() {
        log.close();
    }

    /** Writes the sample's frames, and reads after each all messages that a cursor from the first point gets. */
    private List<String> messages(String sample, Tracks tracks, UnaryOperator<Frame> change) {
        List<Frame> frames = FlvSample.frames(sample);
        List<String> messages = new ArrayList<>();
        RtmpMuxer muxer = new RtmpMuxer(3, CHUNK_SIZE, tracks);
        EmbeddedChannel decoder = decoder();
        try (Cursor cursor = log.atNextRandomAccessPoint()) {
            for (Frame frame : frames) {
                muxer.write(change.apply(frame), log);
                for (ByteBuf slice = Slices.next(cursor); slice != null; slice = Slices.next(cursor)) {
                    decoder.writeInbound(slice);
                    read(decoder, messages);
                }
                frame.release();
            }
        } finally {
            decoder.finishAndReleaseAll();
        }
        return messages;
    }

    private static EmbeddedChannel decoder() {
        EmbeddedChannel decoder = new EmbeddedChannel(new ChunkDecoder(new ChunkLimits(1 << 24, 1 << 16, 8, 1 << 24)));
        ByteBuf chunkSize = Unpooled.buffer();
        new ChunkEncoder().write(chunkSize, 2, 0, 0, new SetChunkSize(CHUNK_SIZE));
        decoder.writeInbound(chunkSize);
        return decoder;
    }

    private static void read(EmbeddedChannel decoder, List<String> messages) {
        for (RawMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
            messages.add(text(message.typeId(), message.timestamp(), message.payload()));
            assertThat(message.messageStreamId()).isEqualTo(3);
            message.release();
        }
    }

    private static String text(int typeId, int timestamp, ByteBuf body) {
        return typeId + "@" + Integer.toUnsignedLong(timestamp) + ":" + ByteBufUtil.hexDump(body);
    }

    private static List<String> expected(String sample, long shift, MediaKind... kinds) {
        List<String> texts = new ArrayList<>();
        for (Frame frame : FlvSample.frames(sample)) {
            if (List.of(kinds).contains(frame.kind())) {
                int typeId = frame.kind() == MediaKind.AUDIO ? 8 : frame.kind() == MediaKind.VIDEO ? 9 : 18;
                texts.add(text(typeId, (int) (frame.timestampMillis() + shift), frame.body()));
            }
            frame.release();
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-aac.flv", "hevc-aac.flv"})
    void aNewcomerGetsThePreambleAndThenEveryFrameAsAMessage(String sample) {
        List<String> messages = messages(sample, Tracks.ALL, frame -> frame);
        List<String> all = expected(sample, 0, MediaKind.SCRIPT, MediaKind.VIDEO, MediaKind.AUDIO);
        // The preamble is metadata, video configuration, HEVC's colours and audio configuration: the file's beginning.
        int preamble = sample.startsWith("hevc") ? 4 : 3;
        assertThat(messages.subList(0, preamble)).hasSameElementsAs(all.subList(0, preamble));
        assertThat(messages.get(0)).startsWith("18@0:02000a6f6e4d657461");
        int firstKeyFrame = all.indexOf(messages.get(preamble));
        assertThat(messages.subList(preamble, messages.size())).isEqualTo(all.subList(firstKeyFrame, all.size()));
    }

    @Test
    void timeStampsBeyondThreeBytesAreExtendedInEveryChunk() {
        long shift = 0xFFFFFFL - 40;
        List<String> messages =
                messages("h264-aac.flv", Tracks.VIDEO, frame -> frame.at(frame.timestampMillis() + shift));
        assertThat(messages).containsAll(expected("h264-aac.flv", shift, MediaKind.VIDEO));
        assertThat(messages.get(messages.size() - 1)).startsWith("9@1677");
    }

    @Test
    void onlyOnMetaDataHasNoTime() {
        RtmpMuxer muxer = new RtmpMuxer(3, CHUNK_SIZE, Tracks.ALL);
        List<String> messages = new ArrayList<>();
        EmbeddedChannel decoder = decoder();
        try (Cursor cursor = log.atNextRandomAccessPoint()) {
            write(muxer, MediaKind.VIDEO, "93687663310a");
            write(muxer, MediaKind.VIDEO, "946876633102");
            write(muxer, MediaKind.SCRIPT, "02000a6f6e4d6574614461746105");
            for (ByteBuf slice = Slices.next(cursor); slice != null; slice = Slices.next(cursor)) {
                decoder.writeInbound(slice);
                read(decoder, messages);
            }
        } finally {
            decoder.finishAndReleaseAll();
        }
        assertThat(messages)
                .containsExactly("9@700:93687663310a", "9@700:946876633102", "18@0:02000a6f6e4d6574614461746105");
    }

    private void write(RtmpMuxer muxer, MediaKind kind, String hex) {
        Frame frame = FlvTag.read(kind, 700, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
        muxer.write(frame, log);
        frame.release();
    }

    @Test
    void onlyTheChosenTracksAreThere() {
        assertThat(messages("h264-aac.flv", Tracks.AUDIO, frame -> frame))
                .isNotEmpty()
                .allMatch(text -> text.startsWith("8@") || text.startsWith("18@"));
        assertThat(Tracks.of(true, true)).isEqualTo(Tracks.ALL);
        assertThat(Tracks.of(true, false)).isEqualTo(Tracks.AUDIO);
        assertThat(Tracks.of(false, true)).isEqualTo(Tracks.VIDEO);
        assertThat(Tracks.of(false, false)).isEqualTo(Tracks.NONE);
    }
}
