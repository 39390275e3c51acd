package io.millrace.amf;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads AMF3 values ("Action Message Format - AMF 3", Adobe 2013) as far as RTMP commands and metadata use them: no
 * vectors, no dictionaries, and of externalizable classes only the Flex collections, which wrap one value. Moves the
 * buffer's reader index; the caller keeps ownership of it.
 */
public final class Amf3Reader {
    private record Traits(String type, boolean dynamic, boolean externalizable, List<String> names) {}

    private final ByteBuf in;
    private final AmfLimits limits;
    private final List<String> strings = new ArrayList<>();
    private final List<AmfValue> objects = new ArrayList<>();
    private final List<Traits> traits = new ArrayList<>();
    private int depth;

    Amf3Reader(ByteBuf in, AmfLimits limits, int depth) {
        this.in = in;
        this.limits = limits;
        this.depth = depth;
    }

    /**
     * @throws MalformedAmfException if the bytes are no AMF3 or end too early
     * @throws AmfLimitException if the value is too deep
     */
    public AmfValue next() {
        try {
            return value();
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedAmfException("AMF3 value ends too early");
        }
    }

    private AmfValue value() {
        int marker = in.readUnsignedByte();
        return switch (marker) {
            case Amf3.UNDEFINED -> AmfUndefined.UNDEFINED;
            case Amf3.NULL -> AmfNull.NULL;
            case Amf3.FALSE -> new AmfBoolean(false);
            case Amf3.TRUE -> new AmfBoolean(true);
            case Amf3.INTEGER -> new AmfNumber(unsigned29() << 3 >> 3);
            case Amf3.DOUBLE -> new AmfNumber(in.readDouble());
            case Amf3.STRING -> new AmfString(string());
            case Amf3.DATE, Amf3.XML, Amf3.XML_DOCUMENT, Amf3.BYTE_ARRAY -> scalarObject(marker);
            case Amf3.ARRAY, Amf3.OBJECT -> container(marker);
            default -> throw new MalformedAmfException("AMF3 marker: " + marker + " (expected: 0 .. 12)");
        };
    }

    private AmfValue scalarObject(int marker) {
        int header = unsigned29();
        if ((header & 1) == 0) {
            return reference(header >> 1);
        }
        AmfValue value =
                switch (marker) {
                    case Amf3.DATE -> new AmfDate(in.readDouble(), 0);
                    case Amf3.BYTE_ARRAY -> bytes(header >> 1);
                    default -> new AmfXml(text(header >> 1));
                };
        objects.add(value);
        return value;
    }

    private AmfValue container(int marker) {
        int header = unsigned29();
        if ((header & 1) == 0) {
            return reference(header >> 1);
        }
        if (++depth > limits.maxDepth()) {
            throw new AmfLimitException("AMF depth: " + depth + " (expected: <= " + limits.maxDepth() + ")");
        }
        int index = objects.size();
        objects.add(null);
        AmfValue value = marker == Amf3.ARRAY ? array(header >> 1) : object(traits(header));
        objects.set(index, value);
        depth--;
        return value;
    }

    private AmfValue array(int denseCount) {
        Map<String, AmfValue> associative = named();
        if (denseCount > in.readableBytes()) {
            throw new MalformedAmfException(
                    "AMF3 array of " + denseCount + " values in " + in.readableBytes() + " bytes");
        }
        List<AmfValue> dense = new ArrayList<>(denseCount);
        for (int i = 0; i < denseCount; i++) {
            dense.add(value());
        }
        if (associative.isEmpty()) {
            return new AmfStrictArray(dense);
        }
        for (int i = 0; i < denseCount; i++) {
            associative.put(Integer.toString(i), dense.get(i));
        }
        return new AmfEcmaArray(associative);
    }

    private AmfValue object(Traits shape) {
        if (shape.externalizable()) {
            return external(shape.type());
        }
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (String name : shape.names()) {
            properties.put(name, value());
        }
        if (shape.dynamic()) {
            properties.putAll(named());
        }
        return new AmfObject(shape.type(), properties);
    }

    private AmfValue external(String type) {
        if (type.equals("flex.messaging.io.ArrayCollection") || type.equals("flex.messaging.io.ObjectProxy")) {
            return value();
        }
        throw new MalformedAmfException("AMF3 externalizable class (expected: a Flex collection)");
    }

    /** Object header: bit 1 clear = reference to traits, bit 2 = externalizable, bit 3 = dynamic, then the count. */
    private Traits traits(int header) {
        if ((header & 2) == 0) {
            return at(traits, header >> 2);
        }
        int count = header >> 4;
        String type = string();
        if (count > in.readableBytes()) {
            throw new MalformedAmfException("AMF3 class of " + count + " names in " + in.readableBytes() + " bytes");
        }
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(string());
        }
        Traits shape = new Traits(type, (header & 8) != 0, (header & 4) != 0, names);
        traits.add(shape);
        return shape;
    }

    private Map<String, AmfValue> named() {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (String name = string(); !name.isEmpty(); name = string()) {
            properties.put(name, value());
        }
        return properties;
    }

    private String string() {
        int header = unsigned29();
        if ((header & 1) == 0) {
            return at(strings, header >> 1);
        }
        String text = text(header >> 1);
        if (!text.isEmpty()) {
            strings.add(text);
        }
        return text;
    }

    private AmfValue reference(int index) {
        return at(objects, index);
    }

    private static <T> T at(List<T> table, int index) {
        T value = index < table.size() ? table.get(index) : null;
        if (value == null) {
            throw new MalformedAmfException("AMF3 reference: " + index + " (expected: something complete before it)");
        }
        return value;
    }

    private AmfBytes bytes(int count) {
        if (count > in.readableBytes()) {
            throw new MalformedAmfException("AMF3 bytes: " + count + " in " + in.readableBytes());
        }
        List<Byte> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.readByte());
        }
        return new AmfBytes(values);
    }

    private String text(int length) {
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length);
        return text;
    }

    /** One to four bytes: seven bits each while the high bit is set, eight in the fourth (section 1.3.1). */
    private int unsigned29() {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int octet = in.readUnsignedByte();
            value = value << 7 | octet & 0x7F;
            if (octet < 0x80) {
                return value;
            }
        }
        return value << 8 | in.readUnsignedByte();
    }
}
