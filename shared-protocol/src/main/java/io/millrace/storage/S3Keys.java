package io.millrace.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Maps keys to those of an S3 bucket that holds all our buckets, and back. Most keys are what they were, behind the
 * bucket's name and a slash. Parts between slashes that are empty, {@code .} or {@code ..} are refused or rewritten by many
 * S3-compatible stores and proxies: they get {@value #MARK} behind them, which no other key contains, as {@code %} is
 * written {@code %25}; a backslash is refused, too, and written {@code %5C}. A prefix of a key is mapped to a prefix of what the key is mapped to.
 */
final class S3Keys {
    private static final String MARK = "%_";
    private static final String PERCENT = "%25";
    private static final String BACKSLASH = "%5C";

    /** A part that ends here and is not there for S3. */
    private static final Pattern BARE = Pattern.compile("(?<=^|/)(\\.{0,2})(?=/|\\z)");

    /** The same, but of a prefix, whose last part may go on. */
    private static final Pattern BARE_AND_ENDED = Pattern.compile("(?<=^|/)(\\.{0,2})(?=/)");

    private S3Keys() {}

    /** @throws ObjectStoreException if no store can have such a key */
    static String of(String bucket, String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > ObjectStore.MAX_KEY_BYTES) {
            throw new ObjectStoreException(
                    "key: " + bytes + " bytes (expected: 1 .. " + ObjectStore.MAX_KEY_BYTES + ")");
        }
        return ofMarker(bucket, key);
    }

    /** As a key's, however long. */
    static String ofMarker(String bucket, String marker) {
        return bucket + '/' + BARE.matcher(escaped(marker)).replaceAll("$1" + MARK);
    }

    /** What the keys of all objects begin with whose keys begin with {@code prefix}. */
    static String ofPrefix(String bucket, String prefix) {
        return bucket + '/' + BARE_AND_ENDED.matcher(escaped(prefix)).replaceAll("$1" + MARK);
    }

    /** The key, or a prefix that ends with a slash, that {@code s3Key} stands for. */
    static String keyOf(String bucket, String s3Key) {
        return s3Key.substring(bucket.length() + 1)
                .replace(MARK, "")
                .replace(BACKSLASH, "\\")
                .replace(PERCENT, "%");
    }

    private static String escaped(String key) {
        return key.replace("%", PERCENT).replace("\\", BACKSLASH);
    }
}
