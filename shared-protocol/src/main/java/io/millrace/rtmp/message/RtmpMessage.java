package io.millrace.rtmp.message;

import io.millrace.amf.AmfLimitException;
import io.millrace.amf.AmfLimits;
import io.millrace.amf.MalformedAmfException;
import io.netty.buffer.ByteBuf;

/** A message that is not media: each record reads and writes its own payload. */
public sealed interface RtmpMessage
        permits SetChunkSize,
                Abort,
                Acknowledgement,
                UserControl,
                WindowAcknowledgementSize,
                SetPeerBandwidth,
                CommandMessage,
                DataMessage {
    int typeId();

    /** Writes the payload; the caller keeps ownership of {@code out}. */
    void write(ByteBuf out);

    /**
     * Reads a payload up to its end.
     *
     * @param typeId one that a record of this interface has
     * @param payload the caller keeps ownership; its reader index moves
     * @throws RtmpProtocolException if it is too short or has impossible values
     * @throws MalformedAmfException if a command or data message is no AMF
     * @throws AmfLimitException if a command or data message exceeds the limits
     */
    static RtmpMessage read(int typeId, ByteBuf payload, AmfLimits limits) {
        try {
            return switch (typeId) {
                case MessageType.SET_CHUNK_SIZE -> SetChunkSize.read(payload);
                case MessageType.ABORT -> new Abort(payload.readInt());
                case MessageType.ACKNOWLEDGEMENT -> new Acknowledgement(payload.readInt());
                case MessageType.USER_CONTROL -> UserControl.read(payload);
                case MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE -> new WindowAcknowledgementSize(payload.readInt());
                case MessageType.SET_PEER_BANDWIDTH -> SetPeerBandwidth.read(payload);
                case MessageType.COMMAND_AMF0 -> CommandMessage.read(payload, false, limits);
                case MessageType.COMMAND_AMF3 -> CommandMessage.read(payload, true, limits);
                case MessageType.DATA_AMF0 -> DataMessage.read(payload, false, limits);
                case MessageType.DATA_AMF3 -> DataMessage.read(payload, true, limits);
                default -> throw new IllegalArgumentException("message type: " + typeId);
            };
        } catch (IndexOutOfBoundsException e) {
            throw new RtmpProtocolException("message of type " + typeId + " ends too early");
        }
    }
}
