package io.millrace.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.digest.Md5;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * The layout of an object's file: what is known of the object stands behind its content, so that one rename makes both
 * appear together, and the content can be sent straight from the file.
 *
 * <pre>
 * content          as many bytes as the object has
 * description      JSON: etag, contentType, lastModified
 * length           of the description, 4 bytes
 * mark             "MILLRAC1"
 * </pre>
 */
final class ObjectFile {
    private static final byte[] MARK = "MILLRAC1".getBytes(StandardCharsets.US_ASCII);
    private static final int END_BYTES = 4 + MARK.length;
    private static final int MAX_DESCRIPTION_BYTES = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ObjectFile() {}

    /** Writes content and description; reads {@code content} without releasing it. */
    static ObjectInfo write(
            FileChannel file, String bucket, String key, String contentType, ByteBuf content, Instant now)
            throws IOException {
        ObjectInfo info =
                new ObjectInfo(bucket, key, content.readableBytes(), Md5.hex(content.nioBuffers()), contentType, now);
        ByteBuf rest = content.duplicate();
        while (rest.isReadable()) {
            rest.readBytes(file, rest.readableBytes());
        }
        ObjectNode description = JSON.createObjectNode()
                .put("etag", info.etag())
                .put("contentType", contentType)
                .put("lastModified", now.toString());
        byte[] json = JSON.writeValueAsBytes(description);
        ByteBuffer end = ByteBuffer.allocate(json.length + END_BYTES);
        end.put(json).putInt(json.length).put(MARK).flip();
        while (end.hasRemaining()) {
            file.write(end);
        }
        return info;
    }

    /** @throws IOException also if the file is no object's */
    static ObjectInfo read(FileChannel file, String bucket, String key) throws IOException {
        long fileSize = file.size();
        ByteBuffer end = readAt(file, fileSize - END_BYTES, END_BYTES);
        int length = end.getInt();
        byte[] mark = new byte[MARK.length];
        end.get(mark);
        long size = fileSize - END_BYTES - length;
        if (!MessageDigest.isEqual(mark, MARK) || length < 0 || length > MAX_DESCRIPTION_BYTES || size < 0) {
            throw new IOException("no object's file: its end is damaged");
        }
        byte[] json = new byte[length];
        readAt(file, size, length).get(json);
        ObjectNode description = JSON.readValue(json, ObjectNode.class);
        return new ObjectInfo(
                bucket,
                key,
                size,
                description.path("etag").asText(),
                description.path("contentType").asText(),
                Instant.parse(description.path("lastModified").asText()));
    }

    private static ByteBuffer readAt(FileChannel file, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (position < 0 || file.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("no object's file: it is too short");
            }
        }
        return buffer.flip();
    }
}
