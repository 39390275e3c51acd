package io.millrace.controlplane.oss;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one XML document: elements with text or elements in them, and nothing between. */
final class XmlText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss'.000Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StringWriter out = new StringWriter(512);
    private final XMLStreamWriter writer;

    private XmlText() throws XMLStreamException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
    }

    /** Writes what is in an element. */
    @FunctionalInterface
    interface Inside {
        void write(XmlText xml);
    }

    static String document(String root, Inside inside) {
        try {
            XmlText xml = new XmlText();
            xml.element(root, inside);
            xml.writer.close();
            return xml.out.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
    }

    XmlText element(String name, Inside inside) {
        try {
            writer.writeStartElement(name);
            inside.write(this);
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
    }

    XmlText element(String name, String text) {
        try {
            writer.writeStartElement(name);
            writer.writeCharacters(allowed(text));
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a StringWriter does not fail", e);
        }
    }

    XmlText element(String name, long number) {
        return element(name, Long.toString(number));
    }

    /** All times of the API have three zeros for milliseconds. */
    XmlText element(String name, Instant time) {
        return element(name, TIME.format(time));
    }

    /** XML 1.0 has no way to write control characters and lone surrogates. */
    private static String allowed(String text) {
        if (text.codePoints().allMatch(XmlText::isAllowed)) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text.length());
        text.codePoints().forEach(c -> replaced.appendCodePoint(isAllowed(c) ? c : 0xfffd));
        return replaced.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || c >= 0x20 && c <= 0xd7ff
                || c >= 0xe000 && c != 0xfffe && c != 0xffff;
    }
}
