package io.millrace.rtmp.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfObject;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfStrictArray;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.rtmp.message.CommandMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RtmpCommandTest {
    private static final AmfValue NAME = new AmfString("ch?k=v");
    private static final AmfValue TRUE = new AmfBoolean(true);
    private static final AmfValue FALSE = new AmfBoolean(false);

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments(
                        Requests.connect(1, "live", "rtmp://h/live"),
                        new Connect("live", "rtmp://h/live", 0, EnhancedCapabilities.NONE)),
                arguments(Requests.createStream(2), new CreateStream()),
                arguments(command("releaseStream", NAME), new ReleaseStream("ch?k=v")),
                arguments(command("FCPublish", NAME), new FcPublish("ch?k=v")),
                arguments(command("FCUnpublish", NAME), new FcUnpublish("ch?k=v")),
                arguments(command("FCSubscribe", NAME), new FcSubscribe("ch?k=v")),
                arguments(Requests.publish(3, "ch"), new Publish("ch", "live")),
                arguments(command("publish", FALSE), new Unpublish()),
                arguments(Requests.play(0, "ch"), new Play("ch", -1, true)),
                arguments(
                        command("play", NAME, new AmfNumber(-2), new AmfNumber(-1), FALSE),
                        new Play("ch?k=v", -2, false)),
                arguments(
                        command("play", NAME, new AmfNumber(-2), new AmfNumber(-1), new AmfNumber(2)),
                        new Play("ch?k=v", -2, false)),
                arguments(
                        command(
                                "play2",
                                AmfObject.builder().put("streamName", "ch").build()),
                        new Play2("ch")),
                arguments(command("pause", TRUE, new AmfNumber(9)), new Pause(true, 9)),
                arguments(command("receiveAudio", FALSE), new ReceiveAudio(false)),
                arguments(command("receiveVideo", TRUE), new ReceiveVideo(true)),
                arguments(command("seek", new AmfNumber(500)), new Seek(500)),
                arguments(command("closeStream"), new CloseStream()),
                arguments(command("deleteStream", new AmfNumber(1)), new DeleteStream(1)),
                arguments(command("getStreamLength", NAME), new GetStreamLength("ch?k=v")),
                arguments(command("_checkbw"), new CheckBandwidth()),
                arguments(command("_result"), new Answer()),
                arguments(command("somethingElse"), new UnknownCommand("somethingElse")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aCommandIsReadFromItsMessage(CommandMessage message, RtmpCommand command) {
        assertThat(RtmpCommand.of(message)).isEqualTo(command);
    }

    @Test
    void everyCommandIsRead() {
        assertThat(commands().<Class<?>>map(row -> row.get()[1].getClass()).distinct())
                .containsExactlyInAnyOrder(RtmpCommand.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void missingArgumentsHaveDefaults(CommandMessage message, RtmpCommand command) {
        CommandMessage bare = CommandMessage.of(message.name(), 0, AmfNull.NULL);
        assertThat(RtmpCommand.of(bare)).isNotNull();
    }

    @Test
    void namesAndAddressesStayOutOfTexts() {
        assertThat(commands().map(row -> row.get()[0].toString())).noneMatch(text -> text.contains("k=v"));
        assertThat(new Publish("ch?k=v", "live").toString()
                        + new Play("ch?k=v", 0, true)
                        + new Play2("ch?k=v")
                        + new Connect("live?k=v", "rtmp://h/live?k=v", 0, EnhancedCapabilities.NONE))
                .doesNotContain("k=v");
    }

    @Test
    void theAnswerToConnectIsInKind() {
        CommandMessage answer = Replies.connected(1, new Connect("live", "", 3, EnhancedCapabilities.NONE));
        assertThat(answer.name()).isEqualTo("_result");
        assertThat(answer.transactionId()).isEqualTo(1);
        AmfProperties info = (AmfProperties) answer.arguments().get(0);
        assertThat(info.text("code")).contains("NetConnection.Connect.Success");
        assertThat(info.number("objectEncoding")).hasValue(3);
        assertThat(((AmfProperties) answer.commandObject()).properties()).doesNotContainKey("fourCcList");
    }

    @Test
    void anEnhancedClientIsToldWhichOfItsCodecsWePass() {
        CommandMessage answer =
                Replies.connected(1, new Connect("live", "", 0, knowing(List.of("hvc1", "av01", "xyz1"))));
        assertThat(((AmfProperties) answer.commandObject()).properties().get("fourCcList"))
                .isEqualTo(new AmfStrictArray(List.of(new AmfString("hvc1"), new AmfString("av01"))));
        CommandMessage all = Replies.connected(1, new Connect("live", "", 0, knowing(List.of("*"))));
        assertThat(((AmfStrictArray) ((AmfProperties) all.commandObject())
                                .properties()
                                .get("fourCcList"))
                        .values())
                .contains(new AmfString("avc1"), new AmfString("Opus"));
    }

    @Test
    void connectReadsTheFourCcList() {
        AmfObject object = AmfObject.builder()
                .put("app", "live")
                .put("objectEncoding", 3)
                .put("fourCcList", new AmfStrictArray(List.of(new AmfString("hvc1"), AmfNull.NULL)))
                .build();
        assertThat(RtmpCommand.of(CommandMessage.of("connect", 1, object)))
                .isEqualTo(new Connect("live", "", 3, knowing(List.of("hvc1"))));
    }

    @Test
    void connectReadsWhatAnEnhancedClientCanDo() {
        AmfObject object = AmfObject.builder()
                .put("app", "live")
                .put("capsEx", 0x0F)
                .put(
                        "videoFourCcInfoMap",
                        AmfObject.builder().put("hvc1", 2).put("av01", "2").build())
                .put("audioFourCcInfoMap", AmfObject.builder().put("*", 4).build())
                .build();
        Connect connect = (Connect) RtmpCommand.of(CommandMessage.of("connect", 1, object));
        assertThat(connect.enhanced())
                .isEqualTo(new EnhancedCapabilities(List.of(), Map.of("hvc1", 2), Map.of("*", 4), 0x0F));
        assertThat(connect.enhanced().canReconnect()).isTrue();
        assertThat(knowing(List.of("*")).canReconnect()).isFalse();
        assertThat(new EnhancedCapabilities(List.of(), Map.of(), Map.of(), 0x0E).canReconnect())
                .isFalse();
    }

    @Test
    void anEnhancedClientIsToldWhatWeCanDo() {
        EnhancedCapabilities all =
                new EnhancedCapabilities(List.of(), Map.of("hvc1", 3, "xyz1", 3), Map.of("*", 3), 0x0F);
        CommandMessage answer = Replies.connected(1, new Connect("live", "", 0, all));
        AmfProperties server = (AmfProperties) answer.commandObject();
        assertThat(server.number("capsEx")).hasValue(0x0F);
        assertThat(((AmfProperties) server.properties().get("videoFourCcInfoMap")).properties())
                .isEqualTo(Map.of("hvc1", new AmfNumber(EnhancedCapabilities.CAN_FORWARD)));
        assertThat(((AmfProperties) server.properties().get("audioFourCcInfoMap")).properties())
                .containsKeys("mp4a", "Opus", ".mp3");
        assertThat(server.properties()).doesNotContainKey("fourCcList");
        CommandMessage old = Replies.connected(1, new Connect("live", "", 0, EnhancedCapabilities.NONE));
        assertThat(((AmfProperties) old.commandObject()).properties()).doesNotContainKey("capsEx");
    }

    @Test
    void aClientTakesTheVideoCodecsThatItNamesToDecodeOrToForward() {
        assertThat(knowing(List.of("hvc1")).takesVideo("hvc1")).isTrue();
        assertThat(knowing(List.of("hvc1")).takesVideo("av01")).isFalse();
        assertThat(knowing(List.of("*")).takesVideo("av01")).isTrue();
        assertThat(EnhancedCapabilities.NONE.takesVideo("hvc1")).isFalse();
        assertThat(inMap("hvc1", EnhancedCapabilities.CAN_ENCODE).takesVideo("hvc1"))
                .isFalse();
        assertThat(inMap("hvc1", EnhancedCapabilities.CAN_DECODE).takesVideo("hvc1"))
                .isTrue();
        assertThat(inMap("*", EnhancedCapabilities.CAN_FORWARD).takesVideo("hvc1"))
                .isTrue();
    }

    private static EnhancedCapabilities inMap(String fourCc, int bits) {
        return new EnhancedCapabilities(List.of(), Map.of(fourCc, bits), Map.of(), 0);
    }

    @Test
    void aReconnectRequestHasItsGoldenBytes() {
        ByteBuf out = Unpooled.buffer();
        Replies.reconnectRequest(Optional.of("rtmp://b/live"), "Move.").write(out);
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("020008" + ascii("onStatus")
                        + "000000000000000000"
                        + "05"
                        + "03"
                        + ("0005" + ascii("level") + "020006" + ascii("status"))
                        + ("0004" + ascii("code") + "020026" + ascii("NetConnection.Connect.ReconnectRequest"))
                        + ("000b" + ascii("description") + "020005" + ascii("Move."))
                        + ("0005" + ascii("tcUrl") + "02000d" + ascii("rtmp://b/live"))
                        + "000009");
        assertThat(((AmfProperties) Replies.reconnectRequest(Optional.empty(), "Move.")
                                .arguments()
                                .get(0))
                        .properties())
                .containsOnlyKeys("level", "code", "description");
    }

    private static String ascii(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static EnhancedCapabilities knowing(List<String> fourCcs) {
        return new EnhancedCapabilities(fourCcs, Map.of(), Map.of(), 0);
    }

    private static CommandMessage command(String name, AmfValue... arguments) {
        return CommandMessage.of(name, 0, AmfNull.NULL, arguments);
    }
}
