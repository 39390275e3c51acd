package io.millrace.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkDecoderTest {
    /** At most 4 chunk streams, messages of 300,000 bytes, chunks of 100,000, and 400,000 bytes unfinished. */
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new ChunkDecoder(new ChunkLimits(300_000, 100_000, 4, 400_000)));

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
    }

    private void write(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex.replace(" ", ""))));
    }

    private List<String> messages() {
        List<String> texts = new ArrayList<>();
        for (RawMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
            texts.add(message.typeId() + "@" + Integer.toUnsignedLong(message.timestamp()) + "/"
                    + message.messageStreamId() + ":" + ByteBufUtil.hexDump(message.payload()));
            message.release();
        }
        return texts;
    }

    @Test
    void allFourHeaderTypesAreRead() {
        write("04 0003e8 000002 08 01000000 af01");
        write("44 000017 000003 09 170100");
        write("84 000014 270101");
        write("c4 270102");
        assertThat(messages())
                .containsExactly("8@1000/1:af01", "9@1023/1:170100", "9@1043/1:270101", "9@1063/1:270102");
    }

    @Test
    void aTypeThreeMessageBehindATypeZeroOneAddsTheAbsoluteTimeAsTheSpecificationSays() {
        write("04 0003e8 000001 08 01000000 af" + "c4 af");
        assertThat(messages()).containsExactly("8@1000/1:af", "8@2000/1:af");
    }

    @Test
    void chunkStreamIdsHaveThreeForms() {
        write("3f 000000 000001 08 01000000 01");
        write("00 00 000000 000001 08 01000000 02");
        write("01 ffff 000000 000001 08 01000000 03");
        write("c00005" + "c1ffff06" + "ff04");
        assertThat(messages()).containsExactly("8@0/1:01", "8@0/1:02", "8@0/1:03", "8@0/1:05", "8@0/1:06", "8@0/1:04");
    }

    @Test
    void aMessageLongerThanAChunkIsPutTogether() {
        String first = "11".repeat(128);
        write("04 000000 000082 09 01000000" + first + "c4 2233");
        assertThat(messages()).containsExactly("9@0/1:" + first + "2233");
    }

    @Test
    void messagesOfDifferentChunkStreamsInterleave() {
        String first = "11".repeat(128);
        write("06 000000 000081 09 01000000" + first);
        write("04 000005 000001 08 01000000 af");
        write("c6 22");
        assertThat(messages()).containsExactly("8@5/1:af", "9@0/1:" + first + "22");
    }

    @Test
    void anExtendedTimeStampIsRepeatedByTypeThree() {
        String first = "11".repeat(128);
        write("06 ffffff 000081 09 01000000 01000000" + first + "c6 01000000 22");
        assertThat(messages()).containsExactly("9@16777216/1:" + first + "22");
    }

    @Test
    void aPeerMayLeaveOutTheRepeatedExtendedTimeStamp() {
        String first = "11".repeat(128);
        write("06 ffffff 000086 09 01000000 01000000" + first + "c6 222222222222");
        assertThat(messages()).containsExactly("9@16777216/1:" + first + "222222222222");
    }

    @Test
    void anExtendedTimeDifferenceIsAddedAndMayWrap() {
        write("06 ffffff 000001 09 01000000 fffffff0 11");
        write("46 ffffff 000001 09 01000000 22");
        write("c6 01000000 33");
        assertThat(messages()).containsExactly("9@4294967280/1:11", "9@16777200/1:22", "9@33554416/1:33");
    }

    @Test
    void everySplitOfTheBytesGivesTheSameMessages() {
        String first = "11".repeat(128);
        String bytes = ("06 ffffff 000086 09 01000000 ffffff00" + first + "c6 ffffff00 222222222222"
                        + "01 0001 0003e8 000002 08 01000000 af01"
                        + "41 0001 000017 000003 08 010203"
                        + "02 000000 000004 01 00000000 00000100"
                        + "c6 ffffff00" + "33".repeat(134))
                .replace(" ", "");
        write(bytes);
        List<String> whole = messages();
        assertThat(whole).hasSize(4);
        for (int split = 2; split < bytes.length(); split += 2) {
            EmbeddedChannel other =
                    new EmbeddedChannel(new ChunkDecoder(new ChunkLimits(300_000, 100_000, 4, 400_000)));
            other.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes.substring(0, split))));
            other.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bytes.substring(split))));
            assertThat(texts(other)).as("split at %d", split / 2).isEqualTo(whole);
            other.finishAndReleaseAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c6", "c6ffffff00"})
    void bytesThatComeOneByOneGiveTheSameMessages(String continuation) {
        String bytes = "06ffffff0000860901000000ffffff00" + "11".repeat(128) + continuation + "222222222222";
        for (int i = 0; i < bytes.length(); i += 2) {
            write(bytes.substring(i, i + 2));
        }
        assertThat(messages()).containsExactly("9@4294967040/1:" + "11".repeat(128) + "222222222222");
    }

    private static List<String> texts(EmbeddedChannel channel) {
        List<String> texts = new ArrayList<>();
        for (RawMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
            texts.add(message.typeId() + "@" + Integer.toUnsignedLong(message.timestamp()) + "/"
                    + message.messageStreamId() + ":" + ByteBufUtil.hexDump(message.payload()));
            message.release();
        }
        return texts;
    }

    @Test
    void setChunkSizeAppliesToTheNextChunk() {
        write("02 000000 000004 01 00000000 00001000");
        write("06 000000 000200 09 01000000" + "11".repeat(512));
        assertThat(messages()).containsExactly("9@0/1:" + "11".repeat(512));
    }

    @Test
    void anAbortDropsWhatThereIsOfAMessage() {
        write("06 000000 000081 09 01000000" + "11".repeat(128));
        write("02 000000 000004 02 00000000 00000006");
        write("06 000000 000001 09 01000000 33");
        assertThat(messages()).containsExactly("9@0/1:33");
    }

    @Test
    void anAbortOfAnythingElseChangesNothing() {
        write("02 000000 000004 02 00000000 00000009");
        assertThat(messages()).isEmpty();
    }

    @Test
    void anEmptyMessageIsAMessage() {
        write("06 000000 000000 09 01000000" + "c6");
        assertThat(messages()).containsExactly("9@0/1:", "9@0/1:");
    }

    @Test
    void aMessageThatLiesWholeInOneReadIsASliceOfIt() {
        ByteBuf read =
                Unpooled.directBuffer().writeBytes(ByteBufUtil.decodeHexDump("0400000000000408010000001234567804"));
        channel.writeInbound(read);
        RawMessage message = channel.readInbound();
        assertThat(read.refCnt()).isEqualTo(1);
        read.setByte(12, 0x77);
        assertThat(message.payload().getByte(0)).isEqualTo((byte) 0x77);
        message.release();
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void aMessageInPartsIsPutTogetherInABufferOfItsSize() {
        write("02 000000 000004 01 00000000 000186a0");
        int size = 250_000;
        write("06 000000 03d090 09 01000000");
        ByteBuf payload = Unpooled.buffer();
        for (int chunk = 0; chunk < 3; chunk++) {
            payload.writeBytes(chunk == 0 ? new byte[0] : new byte[] {(byte) 0xC6});
            payload.writeBytes(new byte[Math.min(100_000, size - chunk * 100_000)]);
        }
        channel.writeInbound(payload);
        RawMessage message = channel.readInbound();
        assertThat(message.payload().readableBytes()).isEqualTo(size);
        assertThat(message.payload().capacity()).isEqualTo(size);
        message.release();
    }

    @Test
    void announcingLargeMessagesCommitsNoMemory() {
        for (int id = 4; id < 8; id++) {
            write("0" + id + "000000 0493e0 09 01000000 11");
        }
        assertThat(messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "44 000000 000001 08 af 84000000af | ",
                "84000000 | chunk stream 4 begins with header type 2 (expected: 0 or 1)",
                "c4 | chunk stream 4 begins with header type 3 (expected: 0 or 1)",
                "04 000000 0493e1 08 01000000 | message: 300001 bytes (expected: <= 300000)",
                "02 000000 000004 01 00000000 000186a1 | chunk size: 100001 (expected: 1 .. 100000)",
                "02 000000 000004 01 00000000 00000000 | chunk size: 0 (expected: 1 .. 100000)",
                "02 000000 000004 01 00000000 80000000 | chunk size: 2147483648 (expected: 1 .. 100000)",
                "02 000000 000002 01 00000000 0000 | message of type 1 ends too early",
                "02 000000 000000 02 00000000 | message of type 2 ends too early",
            })
    void aBreachIsThrownAndSaysWhatWasExpected(String hex, String message) {
        if (message == null) {
            write(hex);
            assertThat(messages()).hasSize(2);
        } else {
            assertThatThrownBy(() -> write(hex))
                    .isInstanceOf(RtmpProtocolException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void aNewMessageWithinAnotherIsABreach() {
        write("06 000000 000081 09 01000000" + "11".repeat(128));
        assertThatThrownBy(() -> write("06 000000 000001 09 01000000"))
                .hasMessage("chunk stream 6: a new message while 1 bytes of the last are missing");
    }

    @Test
    void chunkStreamsAreBounded() {
        for (int id = 4; id < 8; id++) {
            write("0" + id + "000000 000001 08 01000000 11");
        }
        assertThatThrownBy(() -> write("08000000 000001 08 01000000 11"))
                .hasMessage("chunk streams: 5 (expected: <= 4)");
        assertThat(messages()).hasSize(4);
    }

    @Test
    void partlyReceivedMessagesAreBoundedTogether() {
        write("02 000000 000004 01 00000000 000186a0");
        String chunk = "11".repeat(100_000);
        for (int id = 4; id < 7; id++) {
            write("0" + id + "000000 0493e0 09 01000000" + chunk);
        }
        write("c4" + chunk);
        assertThatThrownBy(() -> write("c5 11"))
                .isInstanceOf(RtmpProtocolException.class)
                .hasMessage("partly received messages: 500000 bytes (expected: <= 400000)");
    }

    @Test
    void whatFollowsABreachIsDiscarded() {
        assertThatThrownBy(() -> write("c4")).isInstanceOf(RtmpProtocolException.class);
        write("04 000000 000001 08 01000000 af");
        assertThat(messages()).isEmpty();
    }
}
