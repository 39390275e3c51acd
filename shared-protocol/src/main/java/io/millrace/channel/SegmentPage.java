package io.millrace.channel;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A closed run of a channel's segments as an object in its bucket: a JSON array of {@link Segment}. Such objects lie
 * under {@link #PREFIX} and are no business of a bucket's users.
 */
public final class SegmentPage {
    /** The prefix of all keys that are Millrace's own; left out of listings and refused to users. */
    public static final String PREFIX = ".millrace/";

    public static final String CONTENT_TYPE = "application/json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter WRITER = MAPPER.writerFor(new TypeReference<List<Segment>>() {});
    private static final ObjectReader READER = MAPPER.readerFor(new TypeReference<List<Segment>>() {});

    private SegmentPage() {}

    public static String key(String channel, long firstSequence) {
        return PREFIX + "pages/" + channel + "/" + firstSequence + ".json";
    }

    /** The object's content; the caller owns it. */
    public static ByteBuf write(List<Segment> segments) {
        ByteBuf content = Unpooled.buffer();
        try (OutputStream out = new ByteBufOutputStream(content)) {
            WRITER.writeValue(out, segments);
        } catch (IOException e) {
            content.release();
            throw new UncheckedIOException(e);
        }
        return content;
    }

    /**
     * The segments of a page object; the caller keeps ownership of {@code content}.
     *
     * @throws UncheckedIOException if it is no such page
     */
    public static List<Segment> read(ByteBuf content) {
        try (ByteBufInputStream in = new ByteBufInputStream(content.duplicate())) {
            List<Segment> segments = READER.readValue((java.io.InputStream) in);
            return List.copyOf(segments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
