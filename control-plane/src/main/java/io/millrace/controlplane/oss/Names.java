package io.millrace.controlplane.oss;

import io.millrace.channel.ChannelId;
import io.millrace.channel.SegmentPage;
import io.millrace.storage.ObjectStore;
import java.nio.charset.StandardCharsets;

/** What channels and objects may be called, and what is said of other names. */
final class Names {
    private static final char UNDECODABLE = 0xfffd;

    private Names() {}

    /**
     * @throws OssException InvalidArgument
     */
    static ChannelId channel(String bucket, String name) {
        if (name.isEmpty()) {
            throw noChannelName();
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > ChannelId.MAX_CHANNEL_NAME_BYTES) {
            throw OssErrors.invalidArgument("The live channel name must be less than 64 bytes.", "0017-00000258");
        }
        if (!isDecodable(name)) {
            throw OssErrors.invalidArgument("The live channel name must be UTF-8.", "0017-00000259");
        }
        if (!ChannelId.isValidChannelName(name)) {
            throw OssErrors.invalidArgument(
                    "The live channel name must not contain slashes or control characters.", "0017-00000260");
        }
        return new ChannelId(bucket, name);
    }

    static OssException noChannelName() {
        return OssErrors.invalidArgument("The live channel name must not be empty.", "0017-00000257");
    }

    /**
     * Checks the key of an object that a user names; Millrace's own objects are nobody's business.
     *
     * @throws OssException InvalidObjectName or AccessDenied
     */
    static void checkKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1
                || bytes > ObjectStore.MAX_KEY_BYTES
                || key.startsWith("/")
                || key.startsWith("\\")
                || !isDecodable(key)) {
            throw OssErrors.invalidObjectName(key);
        }
        if (key.startsWith(SegmentPage.PREFIX)) {
            throw OssErrors.accessDenied("Keys that begin with " + SegmentPage.PREFIX + " are reserved.");
        }
    }

    /** Whether it was UTF-8 on the wire. */
    static boolean isDecodable(String text) {
        return text.indexOf(UNDECODABLE) < 0;
    }
}
