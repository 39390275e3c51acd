package io.millrace.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.digest.Md5;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects in one bucket of an S3-compatible store, which must be there already. A put is acknowledged when the store has
 * acknowledged it. What was opened is a copy in a file, since S3 keeps no object from being overwritten.
 *
 * <p>S3 allows keys of 1024 bytes with our bucket's name and a slash: a longer one is refused by the store.
 */
public final class S3ObjectStore implements RemoteObjectStore {
    /** When the object was put, in milliseconds: the store's own time comes back in seconds, and not with a put. */
    private static final String MODIFIED = "millrace-modified";

    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String s3Bucket;
    private final int maxObjectBytes;
    private final Path copies;
    private final InstantSource clock;
    private final Operations operations;
    private final S3Listing listing;

    /**
     * Asks the store nothing yet.
     *
     * @param copies the folder for the files of open objects, which must be there
     */
    public S3ObjectStore(
            S3Settings settings, int maxObjectBytes, Path copies, MeterRegistry meters, InstantSource clock) {
        this.client = S3Clients.open(settings, new S3Metrics(meters));
        this.s3Bucket = settings.bucket();
        this.maxObjectBytes = maxObjectBytes;
        this.copies = copies;
        this.clock = clock;
        this.operations = new Operations(settings.threads(), settings.maxQueued());
        this.listing = new S3Listing(client, s3Bucket);
    }

    @Override
    public CompletionStage<ObjectInfo> put(String bucket, String key, String contentType, ByteBuf content) {
        if (content.readableBytes() > maxObjectBytes) {
            String message = "cannot put " + bucket + '/' + key + ": " + content.readableBytes()
                    + " bytes (expected: at most " + maxObjectBytes + ")";
            content.release();
            return CompletableFuture.failedFuture(new ObjectStoreException(message));
        }
        return operations
                .run("put " + bucket + '/' + key, () -> putNow(bucket, key, contentType, content))
                .whenComplete((info, failure) -> content.release());
    }

    /** The content is read from the buffer again at each attempt; none outlives this call. */
    private ObjectInfo putNow(String bucket, String key, String contentType, ByteBuf content) {
        byte[] md5 = Md5.of(content.nioBuffers());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int size = content.readableBytes();
        client.putObject(
                request -> request.bucket(s3Bucket)
                        .key(S3Keys.of(bucket, key))
                        .contentType(contentType)
                        .contentMD5(Base64.getEncoder().encodeToString(md5))
                        .metadata(Map.of(MODIFIED, Long.toString(now.toEpochMilli()))),
                RequestBody.fromContentProvider(
                        () -> new ByteBufInputStream(content.duplicate(), size), size, contentType));
        return new ObjectInfo(bucket, key, size, HexFormat.of().formatHex(md5), contentType, now);
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> head(String bucket, String key) {
        return operations.run("read " + bucket + '/' + key, () -> headNow(bucket, key));
    }

    private Optional<ObjectInfo> headNow(String bucket, String key) {
        String s3Key = S3Keys.of(bucket, key);
        try {
            HeadObjectResponse found =
                    client.headObject(request -> request.bucket(s3Bucket).key(s3Key));
            return Optional.of(new ObjectInfo(
                    bucket,
                    key,
                    found.contentLength(),
                    unquoted(found.eTag()),
                    contentType(found.contentType()),
                    modified(found.metadata(), found.lastModified())));
        } catch (S3Exception e) {
            return emptyIfNotFound(e);
        }
    }

    @Override
    public CompletionStage<Optional<StoredObject>> open(String bucket, String key) {
        return operations.run("open " + bucket + '/' + key, () -> openNow(bucket, key));
    }

    /** The file has no name any more once it is open: it is gone with its last reader, even after a crash. */
    private Optional<StoredObject> openNow(String bucket, String key) throws IOException {
        Path copy = copies.resolve(UUID.randomUUID().toString());
        try {
            Optional<ObjectInfo> info = downloadNow(bucket, key, copy);
            return info.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new OpenFile(info.get(), FileChannel.open(copy, StandardOpenOption.READ), operations));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    @Override
    public CompletionStage<Optional<ObjectInfo>> download(String bucket, String key, Path target) {
        return operations.run("read " + bucket + '/' + key, () -> downloadNow(bucket, key, target));
    }

    private Optional<ObjectInfo> downloadNow(String bucket, String key, Path target) {
        ResponseTransformer<GetObjectResponse, GetObjectResponse> toFile = ResponseTransformer.toFile(target);
        String s3Key = S3Keys.of(bucket, key);
        try {
            GetObjectResponse found =
                    client.getObject(request -> request.bucket(s3Bucket).key(s3Key), (response, content) -> {
                        checkSize(response.contentLength());
                        return toFile.transform(response, content);
                    });
            return Optional.of(new ObjectInfo(
                    bucket,
                    key,
                    found.contentLength(),
                    unquoted(found.eTag()),
                    contentType(found.contentType()),
                    modified(found.metadata(), found.lastModified())));
        } catch (S3Exception e) {
            return emptyIfNotFound(e);
        }
    }

    private void checkSize(long bytes) {
        if (bytes > maxObjectBytes) {
            throw new ObjectStoreException("the object has " + bytes + " bytes (expected: at most " + maxObjectBytes
                    + ", millrace.storage.max-object-bytes)");
        }
    }

    @Override
    public CompletionStage<Void> delete(String bucket, String key) {
        return operations.run("delete " + bucket + '/' + key, () -> {
            String s3Key = S3Keys.of(bucket, key);
            try {
                client.deleteObject(request -> request.bucket(s3Bucket).key(s3Key));
            } catch (S3Exception e) {
                emptyIfNotFound(e);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<ObjectListing> list(
            String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        return operations.run("list " + bucket, () -> listing.of(bucket, prefix, marker, delimiter, maxKeys));
    }

    /** Asks for the bucket, as a missing object and a missing bucket look alike. */
    @Override
    public CompletionStage<Void> probe() {
        return operations.run("find the S3 bucket " + s3Bucket, () -> {
            client.headBucket(request -> request.bucket(s3Bucket));
            return null;
        });
    }

    /** An object that is not there is none; a bucket that is not there is a failure. */
    private static <T> Optional<T> emptyIfNotFound(S3Exception e) {
        if (e.statusCode() != NOT_FOUND || e instanceof NoSuchBucketException) {
            throw e;
        }
        return Optional.empty();
    }

    static String unquoted(String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    private static String contentType(String given) {
        return given == null ? "application/octet-stream" : given;
    }

    private static Instant modified(Map<String, String> metadata, Instant byStore) {
        try {
            String millis = metadata.get(MODIFIED);
            return millis == null ? byStore : Instant.ofEpochMilli(Long.parseLong(millis));
        } catch (NumberFormatException | DateTimeException e) {
            return byStore;
        }
    }

    /** Lets what was begun end, for a while. */
    @Override
    public void close() {
        operations.close();
        client.close();
    }
}
