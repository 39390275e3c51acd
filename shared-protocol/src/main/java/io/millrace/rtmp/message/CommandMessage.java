package io.millrace.rtmp.message;

import io.millrace.amf.Amf0Reader;
import io.millrace.amf.Amf0Writer;
import io.millrace.amf.AmfLimits;
import io.millrace.amf.AmfNull;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.amf.MalformedAmfException;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A command or an answer to one (RTMP 1.0, section 7.1.1): name, transaction id, command object, then arguments.
 *
 * @param commandObject an object or null
 * @param amf3 whether it travels as message type 17: AMF0 values behind a zero byte, single values perhaps in AMF3
 */
public record CommandMessage(
        String name, double transactionId, AmfValue commandObject, List<AmfValue> arguments, boolean amf3)
        implements RtmpMessage {
    public CommandMessage {
        arguments = List.copyOf(arguments);
    }

    /** A command of message type 20. */
    public static CommandMessage of(String name, double transactionId, AmfValue commandObject, AmfValue... arguments) {
        return new CommandMessage(name, transactionId, commandObject, List.of(arguments), false);
    }

    /** The same command in the other message type's dress. */
    public CommandMessage withAmf3(boolean newAmf3) {
        return newAmf3 == amf3 ? this : new CommandMessage(name, transactionId, commandObject, arguments, newAmf3);
    }

    static CommandMessage read(ByteBuf in, boolean amf3, AmfLimits limits) {
        if (amf3) {
            DataMessage.skipFormatByte(in);
        }
        Amf0Reader reader = new Amf0Reader(in, limits);
        if (!(reader.next() instanceof AmfString name)) {
            throw new MalformedAmfException("a command begins with something else than its name");
        }
        double transactionId = reader.hasNext() && reader.next() instanceof AmfNumber number ? number.value() : 0;
        AmfValue commandObject = reader.hasNext() ? reader.next() : AmfNull.NULL;
        return new CommandMessage(name.value(), transactionId, commandObject, reader.rest(), amf3);
    }

    @Override
    public int typeId() {
        return amf3 ? MessageType.COMMAND_AMF3 : MessageType.COMMAND_AMF0;
    }

    @Override
    public void write(ByteBuf out) {
        if (amf3) {
            out.writeByte(0);
        }
        Amf0Writer.write(out, new AmfString(name));
        Amf0Writer.write(out, new AmfNumber(transactionId));
        Amf0Writer.write(out, commandObject);
        arguments.forEach(argument -> Amf0Writer.write(out, argument));
    }

    /** Arguments can carry credentials. */
    @Override
    public String toString() {
        return name + "(" + arguments.size() + " arguments)";
    }
}
