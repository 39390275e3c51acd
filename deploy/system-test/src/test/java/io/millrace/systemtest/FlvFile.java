package io.millrace.systemtest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The tags of an FLV file, or of the beginning of one. */
final class FlvFile {
    private static final int LEGACY_HEVC = 12;
    private static final int ENHANCED_METADATA = 4;

    /** @param type 8 audio, 9 video, 18 script */
    record Tag(int type, int timestamp, byte[] body) {
        boolean isVideo() {
            return type == RtmpClient.VIDEO;
        }

        int codecId() {
            return body[0] & 0x0F;
        }
    }

    private FlvFile() {}

    static List<Tag> read(Path file) throws IOException {
        return tags(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    static List<Tag> tags(ByteBuffer in) {
        List<Tag> tags = new ArrayList<>();
        in.position(in.getInt(5) + Integer.BYTES);
        while (in.remaining() >= 11) {
            int type = in.get() & 0x1F;
            int length = medium(in);
            int timestamp = medium(in) | (in.get() & 0xFF) << 24;
            medium(in);
            if (in.remaining() < length + Integer.BYTES) {
                break;
            }
            byte[] body = new byte[length];
            in.get(body);
            in.getInt();
            tags.add(new Tag(type, timestamp, body));
        }
        return tags;
    }

    private static int medium(ByteBuffer in) {
        return (in.getShort() & 0xFFFF) << 8 | in.get() & 0xFF;
    }

    /**
     * The tags with enhanced HEVC in the older form with codec id 12, which many encoders of the field still send;
     * enhanced metadata, which has no such form, is left out.
     */
    static List<Tag> toLegacyHevc(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> !isEnhanced(tag) || (tag.body()[0] & 0x0F) != ENHANCED_METADATA)
                .map(tag -> isEnhanced(tag) ? toLegacyHevc(tag) : tag)
                .toList();
    }

    private static boolean isEnhanced(Tag tag) {
        return tag.isVideo() && (tag.body()[0] & 0x80) != 0;
    }

    private static Tag toLegacyHevc(Tag tag) {
        String fourCc = new String(tag.body(), 1, 4, StandardCharsets.US_ASCII);
        if (!fourCc.equals("hvc1")) {
            throw new AssertionError("an enhanced tag of " + fourCc);
        }
        int frameType = tag.body()[0] >> 4 & 0x07;
        int packetType = tag.body()[0] & 0x0F;
        boolean hasCompositionTime = packetType == 1;
        ByteBuffer body = ByteBuffer.allocate(tag.body().length + Integer.BYTES);
        body.put((byte) (frameType << 4 | LEGACY_HEVC));
        body.put((byte) (packetType == 3 ? 1 : packetType));
        if (!hasCompositionTime) {
            body.put(new byte[3]);
        }
        body.put(tag.body(), 5, tag.body().length - 5);
        byte[] legacy = new byte[body.position()];
        body.flip().get(legacy);
        return new Tag(tag.type(), tag.timestamp(), legacy);
    }
}
