package io.millrace.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.channel.Segment;
import io.millrace.config.ConfigurationException;
import io.millrace.storage.CacheSettings;
import io.millrace.storage.CachedObjectStore;
import io.millrace.storage.FileObjectStore;
import io.millrace.storage.MeteredObjectStore;
import io.millrace.storage.ObjectStore;
import io.millrace.storage.OpenObjects;
import io.millrace.storage.S3ObjectStore;
import io.millrace.storage.StoreSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens the object store that the settings name. */
final class ObjectStores {
    private static final String FILES = "objects";
    private static final String CACHE = "cache";

    private ObjectStores() {}

    /** @param data the node's data directory, in which files lie unless the settings say otherwise */
    static ObjectStore open(StoreSettings settings, Path data, MeterRegistry meters, InstantSource clock) {
        ObjectStore metered = new MeteredObjectStore(openUnmetered(settings, data, meters, clock), meters);
        return new OpenObjects(
                metered, settings.open().maxObjects(), settings.open().time(), Segment::isKey);
    }

    private static ObjectStore openUnmetered(
            StoreSettings settings, Path data, MeterRegistry meters, InstantSource clock) {
        if (settings instanceof StoreSettings.InS3 s3) {
            return openS3(s3, data, meters, clock);
        }
        StoreSettings.InFiles files = (StoreSettings.InFiles) settings;
        Path root = path("millrace.storage.directory", files.directory(), data.resolve(FILES));
        return FileObjectStore.open(root, files.files(), clock);
    }

    private static ObjectStore openS3(
            StoreSettings.InS3 settings, Path data, MeterRegistry meters, InstantSource clock) {
        CacheSettings cache = settings.cache();
        Path files = CachedObjectStore.prepare(
                path("millrace.storage.cache.directory", cache.directory(), data.resolve(CACHE)));
        S3ObjectStore s3 = new S3ObjectStore(settings.s3(), settings.maxObjectBytes(), files, meters, clock);
        return new CachedObjectStore(s3, cache, files, Segment::isKey, meters);
    }

    private static Path path(String key, String text, Path otherwise) {
        try {
            return text.isEmpty() ? otherwise : Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new ConfigurationException(key + ": " + text + " (expected: a path)");
        }
    }
}
