package io.millrace.storage;

import io.millrace.config.Settings;

/**
 * The bounds of the file store, from {@code millrace.storage}.
 *
 * @param threads how many operations run at once
 * @param maxQueued how many operations may wait for a thread; one more fails
 * @param maxObjectBytes the largest object
 * @param sync whether a put is acknowledged only when the disk has it
 */
public record FileStoreSettings(int threads, int maxQueued, int maxObjectBytes, boolean sync) {

    public static FileStoreSettings from(Settings storage) {
        return new FileStoreSettings(
                storage.integer("threads", 1, 1024),
                storage.integer("max-queued", 1, 10_000_000),
                storage.bytes("max-object-bytes", 1 << 10, Integer.MAX_VALUE),
                storage.flag("sync"));
    }
}
