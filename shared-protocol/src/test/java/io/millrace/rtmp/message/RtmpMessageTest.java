package io.millrace.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfLimits;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfString;
import io.millrace.amf.MalformedAmfException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RtmpMessageTest {
    private static final AmfLimits AMF = new AmfLimits(8, 1000);
    private static final String CLOSE = "020005636c6f7365" + "000000000000000000" + "05";

    static Stream<Arguments> goldenBytes() {
        return Stream.of(
                arguments(1, new SetChunkSize(4096), "00001000"),
                arguments(2, new Abort(6), "00000006"),
                arguments(3, new Acknowledgement(-2), "fffffffe"),
                arguments(4, UserControl.streamBegin(1), "000000000001"),
                arguments(4, UserControl.streamEof(1), "000100000001"),
                arguments(4, new UserControl(UserControl.STREAM_DRY, 1, 0), "000200000001"),
                arguments(4, UserControl.bufferLength(1, 3000), "00030000000100000bb8"),
                arguments(4, new UserControl(UserControl.STREAM_IS_RECORDED, 1, 0), "000400000001"),
                arguments(4, UserControl.pingRequest(7), "000600000007"),
                arguments(4, UserControl.pingResponse(7), "000700000007"),
                arguments(4, new UserControl(31, 0, 0), "001f"),
                arguments(5, new WindowAcknowledgementSize(2_500_000), "002625a0"),
                arguments(6, new SetPeerBandwidth(2_500_000, SetPeerBandwidth.Limit.DYNAMIC), "002625a002"),
                arguments(20, CommandMessage.of("close", 0, AmfNull.NULL), CLOSE),
                arguments(20, CommandMessage.of("close", 0, AmfNull.NULL, new AmfBoolean(true)), CLOSE + "0101"),
                arguments(17, new CommandMessage("close", 0, AmfNull.NULL, List.of(), true), "00" + CLOSE),
                arguments(18, DataMessage.of(new AmfString("a"), new AmfNumber(1)), "02000161003ff0000000000000"),
                arguments(15, new DataMessage(List.of(new AmfString("a")), true), "0002000161"));
    }

    @ParameterizedTest
    @MethodSource("goldenBytes")
    void aMessageIsReadAndWrittenAsItsGoldenBytes(int typeId, RtmpMessage message, String hex) {
        assertThat(message.typeId()).isEqualTo(typeId);
        ByteBuf out = Unpooled.buffer();
        message.write(out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
        assertThat(read(typeId, hex)).isEqualTo(message);
    }

    @Test
    void everyMessageTypeHasGoldenBytes() {
        assertThat(goldenBytes().<Class<?>>map(row -> row.get()[1].getClass()).distinct())
                .containsExactlyInAnyOrder(RtmpMessage.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @CsvSource({"1,000010", "2,0000", "3,00", "4,00", "4,0003000000010000", "4,0006000000", "5,000000", "6,002625a0"})
    void aMessageThatEndsTooEarlyBreaksTheProtocol(int typeId, String hex) {
        assertThatThrownBy(() -> read(typeId, hex))
                .isInstanceOf(RtmpProtocolException.class)
                .hasMessage("message of type " + typeId + " ends too early");
    }

    @ParameterizedTest
    @CsvSource({"1,00000000", "1,80000000", "6,0000000003"})
    void impossibleValuesBreakTheProtocol(int typeId, String hex) {
        assertThatThrownBy(() -> read(typeId, hex)).isInstanceOf(RtmpProtocolException.class);
    }

    @ParameterizedTest
    @CsvSource({"20,05", "20,0200", "17,0302000161", "15,03"})
    void aCommandOrDataMessageThatIsNoAmfIsMalformed(int typeId, String hex) {
        assertThatThrownBy(() -> read(typeId, hex)).isInstanceOf(MalformedAmfException.class);
    }

    @Test
    void anAmf3CommandMayLackItsFormatByteAndHoldAmf3Values() {
        assertThat(read(17, "02000161" + "003ff0000000000000" + "05" + "1106056162"))
                .isEqualTo(new CommandMessage("a", 1, AmfNull.NULL, List.of(new AmfString("ab")), true));
    }

    @Test
    void aCommandMayEndBehindItsName() {
        assertThat(read(20, "02000161")).isEqualTo(CommandMessage.of("a", 0, AmfNull.NULL));
    }

    @Test
    void anAggregateIsTakenApartAndKeepsItsPartsDistances() {
        ByteBuf payload = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("08" + "000002" + "000064" + "00" + "000000"
                + "af01" + "0000000d" + "09" + "000001" + "00006e" + "00" + "000000" + "17" + "0000000c"));
        RawMessage aggregate = new RawMessage(MessageType.AGGREGATE, 5000, 1, payload);
        AggregateReader parts = new AggregateReader(aggregate);
        RawMessage audio = parts.next();
        RawMessage video = parts.next();
        assertThat(parts.hasNext()).isFalse();
        assertThat(audio).hasToString("message type 8 @5000ms stream 1, 2 bytes");
        assertThat(video).hasToString("message type 9 @5010ms stream 1, 1 bytes");
        assertThat(ByteBufUtil.hexDump(audio.payload())).isEqualTo("af01");
        audio.release();
        video.release();
        aggregate.release();
        assertThat(payload.refCnt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"08", "080000020000640000000001", "08ffffff00006400000000af01"})
    void anAggregateWhosePartsDoNotFillItBreaksTheProtocol(String hex) {
        ByteBuf payload = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
        AggregateReader parts = new AggregateReader(new RawMessage(MessageType.AGGREGATE, 0, 1, payload));
        assertThatThrownBy(parts::next).isInstanceOf(RtmpProtocolException.class);
    }

    private static RtmpMessage read(int typeId, String hex) {
        return RtmpMessage.read(typeId, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)), AMF);
    }
}
