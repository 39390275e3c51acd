package io.millrace.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkEncoderTest {
    private final ChunkEncoder encoder = new ChunkEncoder();

    private String write(int chunkStreamId, int typeId, int timestamp, int messageStreamId, String payload) {
        ByteBuf out = Unpooled.buffer();
        encoder.write(
                out,
                chunkStreamId,
                typeId,
                timestamp,
                messageStreamId,
                Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(payload)));
        return ByteBufUtil.hexDump(out);
    }

    @Test
    void theShortestHeaderIsWritten() {
        assertThat(write(4, 8, 1000, 1, "af01")).isEqualTo("04" + "0003e8" + "000002" + "08" + "01000000" + "af01");
        assertThat(write(4, 9, 1023, 1, "170100")).isEqualTo("44" + "000017" + "000003" + "09" + "170100");
        assertThat(write(4, 9, 1043, 1, "270101")).isEqualTo("84" + "000014" + "270101");
        assertThat(write(4, 9, 1063, 1, "270102")).isEqualTo("c4" + "270102");
        assertThat(write(4, 9, 1062, 1, "270103")).isEqualTo("04" + "000426" + "000003" + "09" + "01000000" + "270103");
        assertThat(write(4, 9, 1062, 2, "270103")).isEqualTo("04" + "000426" + "000003" + "09" + "02000000" + "270103");
    }

    @Test
    void typeThreeNeverFollowsTypeZeroForANewMessage() {
        assertThat(write(4, 8, 20, 1, "af")).startsWith("04");
        assertThat(write(4, 8, 40, 1, "af")).isEqualTo("84" + "000014" + "af");
    }

    @Test
    void extendedTimeStampsStandInEveryChunk() {
        String payload = "11".repeat(130);
        assertThat(write(6, 9, 0xFFFFFF, 1, payload))
                .isEqualTo("06" + "ffffff" + "000082" + "09" + "01000000" + "00ffffff" + "11".repeat(128) + "c6"
                        + "00ffffff" + "1111");
        assertThat(write(6, 9, 0xFFFFFF + 0x1000000, 1, payload))
                .isEqualTo("86" + "ffffff" + "01000000" + "11".repeat(128) + "c6" + "01000000" + "1111");
    }

    @Test
    void setChunkSizeAppliesToWhatComesAfterIt() {
        ByteBuf out = Unpooled.buffer();
        encoder.write(out, 2, 0, 0, new SetChunkSize(1000));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("02" + "000000" + "000004" + "01" + "00000000" + "000003e8");
        assertThat(write(4, 9, 0, 1, "11".repeat(500))).endsWith("11".repeat(500));
    }

    @Test
    void aChunkStreamIdThatCannotBeWrittenIsRefused() {
        assertThatThrownBy(() -> write(1, 8, 0, 1, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> write(65600, 8, 0, 1, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 256, 1000})
    void theStatelessWriterStaysWithinItsBoundAndIsReadBack(int size) {
        for (int timestamp : new int[] {0, 0xFFFFFE, 0xFFFFFF, -1}) {
            ByteBuf out = Unpooled.buffer();
            ByteBuf payload = Unpooled.wrappedBuffer(new byte[size]);
            ChunkWriter.write(out, 70000 % 65600, 9, timestamp, 1, payload, 128);
            assertThat(out.readableBytes()).isLessThanOrEqualTo(ChunkWriter.maxBytes(size, 128));
            assertThat(payload.readableBytes()).isEqualTo(size);
            EmbeddedChannel decoder = decoder();
            decoder.writeInbound(out);
            RawMessage message = decoder.readInbound();
            assertThat(message.timestamp()).isEqualTo(timestamp);
            assertThat(message.payload().readableBytes()).isEqualTo(size);
            message.release();
            decoder.finishAndReleaseAll();
        }
    }

    /** Random messages on random chunk streams, in random pieces, come out as they went in. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsEncodedIsDecoded(long seed) {
        Random random = new Random(seed);
        int[] chunkStreams = {3, 4, 63, 64, 319, 320, 65599};
        ByteBuf wire = Unpooled.buffer();
        List<String> written = new ArrayList<>();
        int timestamp = random.nextInt();
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(30) == 0) {
                encoder.write(wire, 2, 0, 0, new SetChunkSize(1 + random.nextInt(3000)));
            }
            timestamp += random.nextInt(10) == 0 ? random.nextInt(1 << 26) - (1 << 20) : 20;
            byte[] payload = new byte[random.nextInt(4) == 0 ? 10 : random.nextInt(2000)];
            random.nextBytes(payload);
            int typeId = random.nextBoolean() ? 8 : 9;
            int messageStreamId = 1 + random.nextInt(2);
            int chunkStream = chunkStreams[random.nextInt(chunkStreams.length)];
            encoder.write(wire, chunkStream, typeId, timestamp, messageStreamId, Unpooled.wrappedBuffer(payload));
            written.add(typeId + " " + timestamp + " " + messageStreamId + " " + ByteBufUtil.hexDump(payload));
        }
        assertThat(decode(wire, random)).isEqualTo(written);
    }

    private static List<String> decode(ByteBuf wire, Random random) {
        EmbeddedChannel decoder = decoder();
        List<String> read = new ArrayList<>();
        while (wire.isReadable()) {
            int piece = Math.min(wire.readableBytes(), 1 + random.nextInt(random.nextBoolean() ? 20 : 5000));
            decoder.writeInbound(wire.readRetainedSlice(piece));
            for (RawMessage message = decoder.readInbound(); message != null; message = decoder.readInbound()) {
                read.add(message.typeId() + " " + message.timestamp() + " " + message.messageStreamId() + " "
                        + ByteBufUtil.hexDump(message.payload()));
                message.release();
            }
        }
        decoder.finishAndReleaseAll();
        wire.release();
        assertThat(wire.refCnt()).isZero();
        return read;
    }

    private static EmbeddedChannel decoder() {
        return new EmbeddedChannel(new ChunkDecoder(new ChunkLimits(1 << 20, 1 << 20, 64, 1 << 22)));
    }
}
