package io.millrace.rtmp.command;

import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfObject;
import io.millrace.amf.AmfString;
import io.millrace.rtmp.message.CommandMessage;

/** The commands of a client. */
public final class Requests {
    private static final int LIVE = -1;

    private Requests() {}

    public static CommandMessage connect(double transactionId, String app, String tcUrl) {
        return CommandMessage.of(
                "connect",
                transactionId,
                AmfObject.builder()
                        .put("app", app)
                        .put("flashVer", "LNX 9,0,124,2")
                        .put("tcUrl", tcUrl)
                        .put("fpad", false)
                        .put("capabilities", 15)
                        .put("audioCodecs", 0x0FFF)
                        .put("videoCodecs", 0xFF)
                        .put("videoFunction", 1)
                        .put("objectEncoding", 0)
                        .build());
    }

    public static CommandMessage createStream(double transactionId) {
        return CommandMessage.of("createStream", transactionId, AmfNull.NULL);
    }

    public static CommandMessage play(double transactionId, String streamName) {
        return CommandMessage.of("play", transactionId, AmfNull.NULL, new AmfString(streamName), new AmfNumber(LIVE));
    }

    public static CommandMessage publish(double transactionId, String streamName) {
        return CommandMessage.of(
                "publish", transactionId, AmfNull.NULL, new AmfString(streamName), new AmfString("live"));
    }
}
