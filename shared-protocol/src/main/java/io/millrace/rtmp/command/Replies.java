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
import java.util.List;
import java.util.Map;

/** The answers of a server. */
public final class Replies {
    /** What players and publishers take for a server that knows their commands. */
    private static final String SERVER_VERSION = "FMS/3,5,7,7009";

    private static final int CAPABILITIES = 31;

    /** What is passed through under a FourCC: enhanced RTMP's, and those of the codecs that have old ids as well. */
    private static final List<String> PASSED_FOUR_CCS =
            List.of("avc1", "hvc1", "av01", "vp09", "vp08", "mp4a", "Opus", "fLaC", "ac-3", "ec-3", ".mp3");

    private Replies() {}

    public static CommandMessage connected(double transactionId, Connect connect) {
        AmfObject.Builder server = AmfObject.builder()
                .put("fmsVer", SERVER_VERSION)
                .put("capabilities", CAPABILITIES)
                .put("mode", 1);
        AmfObject.Builder info = status("status", "NetConnection.Connect.Success", "Connection succeeded.")
                .put("objectEncoding", connect.objectEncoding())
                .put("data", new AmfEcmaArray(Map.of("version", new AmfString("3,5,7,7009"))));
        if (!connect.fourCcs().isEmpty()) {
            server.put("fourCcList", passedOf(connect.fourCcs()));
        }
        return CommandMessage.of("_result", transactionId, server.build(), info.build());
    }

    private static AmfStrictArray passedOf(List<String> fourCcs) {
        List<AmfValue> passed = PASSED_FOUR_CCS.stream()
                .filter(fourCc -> fourCcs.contains("*") || fourCcs.contains(fourCc))
                .<AmfValue>map(AmfString::new)
                .toList();
        return new AmfStrictArray(passed);
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
