package io.millrace.storage;

import io.millrace.config.Settings;

/** Where objects are kept, from {@code millrace.storage}. */
public sealed interface StoreSettings {

    /** @param directory empty for the one that the node chooses */
    record InFiles(String directory, FileStoreSettings files, OpenObjectsSettings open) implements StoreSettings {}

    /** In an S3-compatible store, with files of this machine as a cache. */
    record InS3(S3Settings s3, int maxObjectBytes, CacheSettings cache, OpenObjectsSettings open)
            implements StoreSettings {}

    /** How segments are kept open. */
    OpenObjectsSettings open();

    /** The kinds of stores, as they are named in settings. */
    enum Kind {
        FILES,
        S3
    }

    static StoreSettings from(Settings storage) {
        FileStoreSettings files = FileStoreSettings.from(storage);
        OpenObjectsSettings open = OpenObjectsSettings.from(storage.at("open"));
        return storage.choice("kind", Kind.class) == Kind.FILES
                ? new InFiles(storage.text("directory"), files, open)
                : new InS3(
                        S3Settings.from(storage.at("s3")),
                        files.maxObjectBytes(),
                        CacheSettings.from(storage.at("cache")),
                        open);
    }
}
