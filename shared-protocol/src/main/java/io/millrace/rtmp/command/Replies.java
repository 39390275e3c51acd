package io.millrace.rtmp.command;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfEcmaArray;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfObject;
import io.millrace.amf.AmfStrictArray;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.DataMessage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The answers of a server. */
public final class Replies {
    /** What players and publishers take for a server that knows their commands. */
    private static final String SERVER_VERSION = "FMS/3,5,7,7009";

    private static final int CAPABILITIES = 31;
    private static final int REDIRECTED = 302;

    /** What is passed through under a FourCC: enhanced RTMP's, and those of the codecs that have old ids as well. */
    private static final List<String> PASSED_VIDEO = List.of("avc1", "hvc1", "av01", "vp09", "vp08");

    private static final List<String> PASSED_AUDIO = List.of("mp4a", "Opus", "fLaC", "ac-3", "ec-3", ".mp3");
    private static final List<String> PASSED_FOUR_CCS =
            Stream.concat(PASSED_VIDEO.stream(), PASSED_AUDIO.stream()).toList();

    /** Modifiers and further tracks are read past, and go on to players as they came. */
    private static final int CAPS_EX = EnhancedCapabilities.RECONNECT
            | EnhancedCapabilities.MULTITRACK
            | EnhancedCapabilities.MOD_EX
            | EnhancedCapabilities.TIMESTAMP_NANO_OFFSET;

    private Replies() {}

    public static CommandMessage connected(double transactionId, Connect connect) {
        AmfObject.Builder server = AmfObject.builder()
                .put("fmsVer", SERVER_VERSION)
                .put("capabilities", CAPABILITIES)
                .put("mode", 1);
        AmfObject.Builder info = status("status", "NetConnection.Connect.Success", "Connection succeeded.")
                .put("objectEncoding", connect.objectEncoding())
                .put("data", new AmfEcmaArray(Map.of("version", new AmfString("3,5,7,7009"))));
        enhance(server, connect.enhanced());
        return CommandMessage.of("_result", transactionId, server.build(), info.build());
    }

    /** Answers a client that speaks enhanced RTMP in the properties that it has used. */
    private static void enhance(AmfObject.Builder server, EnhancedCapabilities client) {
        if (client.isEmpty()) {
            return;
        }
        server.put("capsEx", CAPS_EX);
        if (!client.fourCcs().isEmpty()) {
            server.put(
                    "fourCcList",
                    new AmfStrictArray(passed(PASSED_FOUR_CCS, client.fourCcs())
                            .<AmfValue>map(AmfString::new)
                            .toList()));
        }
        putPassed(server, "videoFourCcInfoMap", PASSED_VIDEO, client.videoFourCcs());
        putPassed(server, "audioFourCcInfoMap", PASSED_AUDIO, client.audioFourCcs());
    }

    private static void putPassed(
            AmfObject.Builder server, String name, List<String> ours, Map<String, Integer> clients) {
        if (!clients.isEmpty()) {
            AmfObject.Builder map = AmfObject.builder();
            passed(ours, clients.keySet()).forEach(fourCc -> map.put(fourCc, EnhancedCapabilities.CAN_FORWARD));
            server.put(name, map.build());
        }
    }

    private static Stream<String> passed(List<String> ours, Collection<String> clients) {
        return ours.stream().filter(fourCc -> clients.contains("*") || clients.contains(fourCc));
    }

    public static CommandMessage result(double transactionId, AmfValue... values) {
        return CommandMessage.of("_result", transactionId, AmfNull.NULL, values);
    }

    public static CommandMessage streamCreated(double transactionId, int messageStreamId) {
        return result(transactionId, new AmfNumber(messageStreamId));
    }

    public static CommandMessage error(double transactionId, String code, String description) {
        return CommandMessage.of(
                "_error",
                transactionId,
                AmfNull.NULL,
                status("error", code, description).build());
    }

    /** onStatus of level status. */
    public static CommandMessage onStatus(String code, String description) {
        return CommandMessage.of(
                "onStatus", 0, AmfNull.NULL, status("status", code, description).build());
    }

    /** onStatus of level error. */
    public static CommandMessage onError(String code, String description) {
        return CommandMessage.of(
                "onStatus", 0, AmfNull.NULL, status("error", code, description).build());
    }

    /**
     * Asks a client to move to a new connection (enhanced RTMP, version 2, "Reconnect Request"); only for clients that
     * have announced that they can. Belongs to message stream 0.
     *
     * @param tcUrl where to, absolute or relative to the present one; empty for the same address
     */
    public static CommandMessage reconnectRequest(Optional<String> tcUrl, String description) {
        AmfObject.Builder info = status("status", "NetConnection.Connect.ReconnectRequest", description);
        tcUrl.ifPresent(url -> info.put("tcUrl", url));
        return CommandMessage.of("onStatus", 0, AmfNull.NULL, info.build());
    }

    /**
     * Sends a player to another server, as FMS does and SRS understands it ({@code ex.code} is 302). Belongs to message
     * stream 0.
     *
     * @param tcUrl where to connect
     * @param url the whole address of the stream there
     */
    public static CommandMessage redirect(String tcUrl, String url, String description) {
        AmfObject elsewhere = AmfObject.builder()
                .put("code", REDIRECTED)
                .put("redirect", tcUrl)
                .put("redirect2", url)
                .build();
        return CommandMessage.of(
                "onStatus",
                0,
                AmfNull.NULL,
                status("error", "NetConnection.Connect.Rejected", description)
                        .put("ex", elsewhere)
                        .build());
    }

    /** onFCPublish, onFCUnpublish and onFCSubscribe, which the FC commands wait for. */
    public static CommandMessage onFc(String name, String code, String description) {
        return CommandMessage.of(
                name, 0, AmfNull.NULL, status("status", code, description).build());
    }

    /** Lets Flash players read samples of picture and sound. */
    public static DataMessage sampleAccess() {
        return DataMessage.of(new AmfString("|RtmpSampleAccess"), new AmfBoolean(true), new AmfBoolean(true));
    }

    private static AmfObject.Builder status(String level, String code, String description) {
        return AmfObject.builder().put("level", level).put("code", code).put("description", description);
    }
}
