package io.millrace.rtmp.message;

import io.millrace.amf.Amf0Reader;
import io.millrace.amf.Amf0Writer;
import io.millrace.amf.AmfLimits;
import io.millrace.amf.AmfValue;
import io.millrace.amf.MalformedAmfException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A data message (RTMP 1.0, section 7.1.2): onMetaData and kin.
 *
 * @param amf3 whether it travels as message type 15: AMF0 values behind a zero byte, single values perhaps in AMF3
 */
public record DataMessage(List<AmfValue> values, boolean amf3) implements RtmpMessage {
    private static final int AMF0_STRING = 2;

    public DataMessage {
        values = List.copyOf(values);
    }

    public static DataMessage of(AmfValue... values) {
        return new DataMessage(List.of(values), false);
    }

    static DataMessage read(ByteBuf in, boolean amf3, AmfLimits limits) {
        if (amf3) {
            skipFormatByte(in);
        }
        return new DataMessage(new Amf0Reader(in, limits).rest(), amf3);
    }

    /** Types 15 and 17 begin with a zero byte, which some encoders leave out: then the name's marker comes at once. */
    public static void skipFormatByte(ByteBuf in) {
        int first = in.getByte(in.readerIndex());
        if (first == 0) {
            in.skipBytes(1);
        } else if (first != AMF0_STRING) {
            throw new MalformedAmfException("AMF3 message format: " + first + " (expected: 0)");
        }
    }

    @Override
    public int typeId() {
        return amf3 ? MessageType.DATA_AMF3 : MessageType.DATA_AMF0;
    }

    @Override
    public void write(ByteBuf out) {
        if (amf3) {
            out.writeByte(0);
        }
        values.forEach(value -> Amf0Writer.write(out, value));
    }
}
