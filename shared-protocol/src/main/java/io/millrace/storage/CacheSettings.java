package io.millrace.storage;

import io.millrace.config.Settings;

/**
 * The cache of a remote store's objects, from {@code millrace.storage.cache}.
 *
 * @param directory empty for the one that the node chooses
 * @param maxBytes how much is kept
 * @param threads how many files are opened and read at once
 * @param maxQueued how many such operations may wait for a thread; one more fails
 */
public record CacheSettings(String directory, long maxBytes, int threads, int maxQueued) {

    public static CacheSettings from(Settings cache) {
        return new CacheSettings(
                cache.text("directory"),
                cache.longBytes("max-bytes", 0, Long.MAX_VALUE),
                cache.integer("threads", 1, 1024),
                cache.integer("max-queued", 1, 10_000_000));
    }
}
