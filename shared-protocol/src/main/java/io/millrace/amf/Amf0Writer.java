package io.millrace.amf;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes values as AMF0, without references; what only AMF3 can say is written in AMF3 behind the switch mark. */
public final class Amf0Writer {
    private final ByteBuf out;
    private final int end;

    private Amf0Writer(ByteBuf out, int maxBytes) {
        this.out = out;
        this.end = (int) Math.min(Integer.MAX_VALUE, (long) out.writerIndex() + maxBytes);
    }

    /** @param out the caller keeps ownership */
    public static void write(ByteBuf out, AmfValue value) {
        write(out, value, Integer.MAX_VALUE);
    }

    /**
     * As {@link #write(ByteBuf, AmfValue)}, for values that came from outside: branches shared by reference would
     * otherwise let a short message become a huge one.
     *
     * @throws AmfLimitException if the value takes more than {@code maxBytes}; a part may have been written
     */
    public static void write(ByteBuf out, AmfValue value, int maxBytes) {
        new Amf0Writer(out, maxBytes).value(value);
    }

    private void value(AmfValue value) {
        if (out.writerIndex() >= end) {
            throw new AmfLimitException("AMF length: more than is accepted when written without references");
        }
        if (value instanceof AmfNumber number) {
            out.writeByte(Amf0.NUMBER).writeDouble(number.value());
        } else if (value instanceof AmfString text) {
            string(text.value());
        } else if (value instanceof AmfBoolean flag) {
            out.writeByte(Amf0.BOOLEAN).writeBoolean(flag.value());
        } else if (value == AmfNull.NULL) {
            out.writeByte(Amf0.NULL);
        } else if (value == AmfUndefined.UNDEFINED) {
            out.writeByte(Amf0.UNDEFINED);
        } else if (value instanceof AmfObject object) {
            object(object);
        } else if (value instanceof AmfEcmaArray array) {
            out.writeByte(Amf0.ECMA_ARRAY).writeInt(array.properties().size());
            properties(array.properties());
        } else if (value instanceof AmfStrictArray array) {
            out.writeByte(Amf0.STRICT_ARRAY).writeInt(array.values().size());
            array.values().forEach(this::value);
        } else if (value instanceof AmfDate date) {
            out.writeByte(Amf0.DATE).writeDouble(date.epochMillis()).writeShort(date.zoneMinutes());
        } else if (value instanceof AmfXml xml) {
            out.writeByte(Amf0.XML);
            longText(xml.text());
        } else if (value instanceof AmfBytes bytes) {
            bytes(bytes);
        } else {
            throw new AssertionError(value);
        }
    }

    private void object(AmfObject object) {
        if (object.type().isEmpty()) {
            out.writeByte(Amf0.OBJECT);
        } else {
            out.writeByte(Amf0.TYPED_OBJECT);
            shortText(object.type());
        }
        properties(object.properties());
    }

    private void properties(Map<String, AmfValue> properties) {
        properties.forEach((name, value) -> {
            shortText(name);
            value(value);
        });
        out.writeMedium(Amf0.OBJECT_END);
    }

    private void string(String text) {
        if (ByteBufUtil.utf8Bytes(text) > 0xFFFF) {
            out.writeByte(Amf0.LONG_STRING);
            longText(text);
        } else {
            out.writeByte(Amf0.STRING);
            shortText(text);
        }
    }

    private void shortText(String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length > 0xFFFF) {
            throw new AmfLimitException("AMF0 name: " + length + " bytes (expected: <= 65535)");
        }
        out.writeShort(length).writeCharSequence(text, StandardCharsets.UTF_8);
    }

    private void longText(String text) {
        out.writeInt(ByteBufUtil.utf8Bytes(text)).writeCharSequence(text, StandardCharsets.UTF_8);
    }

    private void bytes(AmfBytes bytes) {
        out.writeByte(Amf0.AMF3).writeByte(Amf3.BYTE_ARRAY);
        unsigned29(bytes.values().size() << 1 | 1);
        bytes.values().forEach(value -> out.writeByte(value));
    }

    private void unsigned29(int value) {
        if (value >= 1 << 21) {
            out.writeByte(value >> 22 | 0x80).writeByte(value >> 15 | 0x80).writeByte(value >> 8 | 0x80);
            out.writeByte(value);
            return;
        }
        if (value >= 1 << 14) {
            out.writeByte(value >> 14 | 0x80);
        }
        if (value >= 1 << 7) {
            out.writeByte(value >> 7 | 0x80);
        }
        out.writeByte(value & 0x7F);
    }
}
