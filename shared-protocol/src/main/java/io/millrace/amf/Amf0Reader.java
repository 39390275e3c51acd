package io.millrace.amf;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the AMF0 values of one message ("Action Message Format - AMF 0", Adobe 2007), with the switch to AMF3 for
 * single values. A reference to an object that is not yet complete (a cycle) is refused. Moves the buffer's reader
 * index; the caller keeps ownership of it.
 */
public final class Amf0Reader {
    private final ByteBuf in;
    private final AmfLimits limits;
    private final List<AmfValue> references = new ArrayList<>();
    private int depth;
    private boolean metAmf3;

    /** @throws AmfLimitException if the buffer holds more than is accepted */
    public Amf0Reader(ByteBuf in, AmfLimits limits) {
        if (in.readableBytes() > limits.maxBytes()) {
            throw new AmfLimitException(
                    "AMF length: " + in.readableBytes() + " bytes (expected: <= " + limits.maxBytes() + ")");
        }
        this.in = in;
        this.limits = limits;
    }

    public boolean hasNext() {
        return in.isReadable();
    }

    /** Whether a value read so far was written in AMF3. */
    public boolean metAmf3() {
        return metAmf3;
    }

    /**
     * @throws MalformedAmfException if the bytes are no AMF0 or end too early
     * @throws AmfLimitException if the value is too deep
     */
    public AmfValue next() {
        try {
            return value();
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedAmfException("AMF0 value ends too early");
        }
    }

    /** All values up to the end of the buffer. */
    public List<AmfValue> rest() {
        List<AmfValue> values = new ArrayList<>();
        while (hasNext()) {
            values.add(next());
        }
        return values;
    }

    private AmfValue value() {
        int marker = in.readUnsignedByte();
        return switch (marker) {
            case Amf0.NUMBER -> new AmfNumber(in.readDouble());
            case Amf0.BOOLEAN -> new AmfBoolean(in.readByte() != 0);
            case Amf0.STRING -> new AmfString(text(in.readUnsignedShort()));
            case Amf0.LONG_STRING -> new AmfString(text(longLength()));
            case Amf0.XML -> new AmfXml(text(longLength()));
            case Amf0.NULL -> AmfNull.NULL;
            case Amf0.UNDEFINED, Amf0.UNSUPPORTED -> AmfUndefined.UNDEFINED;
            case Amf0.DATE -> new AmfDate(in.readDouble(), in.readShort());
            case Amf0.REFERENCE -> reference(in.readUnsignedShort());
            case Amf0.OBJECT, Amf0.TYPED_OBJECT, Amf0.ECMA_ARRAY, Amf0.STRICT_ARRAY -> container(marker);
            case Amf0.AMF3 -> amf3();
            default -> throw new MalformedAmfException("AMF0 marker: " + marker + " (expected: a value's)");
        };
    }

    private AmfValue container(int marker) {
        if (++depth > limits.maxDepth()) {
            throw new AmfLimitException("AMF depth: " + depth + " (expected: <= " + limits.maxDepth() + ")");
        }
        int reference = references.size();
        references.add(null);
        AmfValue container =
                switch (marker) {
                    case Amf0.OBJECT -> new AmfObject("", properties(Integer.MAX_VALUE));
                    case Amf0.TYPED_OBJECT ->
                        new AmfObject(text(in.readUnsignedShort()), properties(Integer.MAX_VALUE));
                    case Amf0.ECMA_ARRAY -> new AmfEcmaArray(properties(in.readInt()));
                    default -> new AmfStrictArray(elements());
                };
        references.set(reference, container);
        depth--;
        return container;
    }

    /**
     * @param endsWithout after so many properties the end of the message also ends the array: some encoders leave out
     *     the end mark of onMetaData
     */
    private Map<String, AmfValue> properties(int endsWithout) {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        while (in.isReadable() || properties.size() < Math.max(1, endsWithout)) {
            String name = text(in.readUnsignedShort());
            if (name.isEmpty() && in.getByte(in.readerIndex()) == Amf0.OBJECT_END) {
                in.skipBytes(1);
                break;
            }
            properties.put(name, value());
        }
        return properties;
    }

    private List<AmfValue> elements() {
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes()) {
            throw new MalformedAmfException(
                    "AMF0 array of " + Integer.toUnsignedLong(count) + " values in " + in.readableBytes() + " bytes");
        }
        List<AmfValue> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(value());
        }
        return elements;
    }

    private AmfValue reference(int index) {
        AmfValue value = index < references.size() ? references.get(index) : null;
        if (value == null) {
            throw new MalformedAmfException("AMF0 reference: " + index + " (expected: a complete object before it)");
        }
        return value;
    }

    private AmfValue amf3() {
        metAmf3 = true;
        return new Amf3Reader(in, limits, depth).next();
    }

    private int longLength() {
        int length = in.readInt();
        if (length < 0) {
            throw new MalformedAmfException("AMF0 text of " + Integer.toUnsignedLong(length) + " bytes");
        }
        return length;
    }

    private String text(int length) {
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        in.skipBytes(length);
        return text;
    }
}
