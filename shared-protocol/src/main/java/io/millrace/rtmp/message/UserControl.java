package io.millrace.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * A user control message (RTMP 1.0, section 7.1.7): two bytes event type, then its data.
 *
 * @param eventType one of the constants, or any other number a peer sends, which has no values here
 * @param value a message stream id, or for pings a time stamp in milliseconds
 * @param bufferMillis of SET_BUFFER_LENGTH only
 */
public record UserControl(int eventType, int value, int bufferMillis) implements RtmpMessage {
    public static final int STREAM_BEGIN = 0;
    public static final int STREAM_EOF = 1;
    public static final int STREAM_DRY = 2;
    public static final int SET_BUFFER_LENGTH = 3;
    public static final int STREAM_IS_RECORDED = 4;
    public static final int PING_REQUEST = 6;
    public static final int PING_RESPONSE = 7;

    public static UserControl streamBegin(int messageStreamId) {
        return new UserControl(STREAM_BEGIN, messageStreamId, 0);
    }

    public static UserControl streamEof(int messageStreamId) {
        return new UserControl(STREAM_EOF, messageStreamId, 0);
    }

    public static UserControl bufferLength(int messageStreamId, int millis) {
        return new UserControl(SET_BUFFER_LENGTH, messageStreamId, millis);
    }

    public static UserControl pingRequest(int timestamp) {
        return new UserControl(PING_REQUEST, timestamp, 0);
    }

    public static UserControl pingResponse(int timestamp) {
        return new UserControl(PING_RESPONSE, timestamp, 0);
    }

    static UserControl read(ByteBuf in) {
        int eventType = in.readUnsignedShort();
        if (!hasValue(eventType)) {
            return new UserControl(eventType, 0, 0);
        }
        return new UserControl(eventType, in.readInt(), eventType == SET_BUFFER_LENGTH ? in.readInt() : 0);
    }

    private static boolean hasValue(int eventType) {
        return eventType <= STREAM_IS_RECORDED || eventType == PING_REQUEST || eventType == PING_RESPONSE;
    }

    @Override
    public int typeId() {
        return MessageType.USER_CONTROL;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeShort(eventType);
        if (hasValue(eventType)) {
            out.writeInt(value);
        }
        if (eventType == SET_BUFFER_LENGTH) {
            out.writeInt(bufferMillis);
        }
    }
}
