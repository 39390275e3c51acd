package io.millrace.controlplane.oss;

import io.millrace.auth.AccessKey;
import io.millrace.auth.PresignedUrls;
import io.millrace.hls.MediaPlaylist;
import io.millrace.storage.ByteRange;
import io.millrace.storage.ObjectInfo;
import io.millrace.storage.ObjectStore;
import io.millrace.storage.StoredObject;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations on single objects, live playlists among them. */
final class ObjectOperations {
    private static final String OCTETS = "application/octet-stream";
    private static final String SIGN = "hls/sign";
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-language", "Content-Language",
            "response-expires", "Expires",
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding");

    private final ObjectStore store;
    private final Playlists playlists;
    private final OssSettings settings;
    private final Uploads uploads;

    ObjectOperations(ObjectStore store, Playlists playlists, OssSettings settings) {
        this.store = store;
        this.playlists = playlists;
        this.settings = settings;
        this.uploads = new Uploads(settings.maxUploads());
    }

    /**
     * GET or HEAD.
     *
     * @param signer whose signature the request has, if any
     * @param presigned whether that signature is in the address
     */
    CompletionStage<OssResponse> get(
            OssRequest request, String bucket, String key, Optional<AccessKey> signer, boolean presigned) {
        Names.checkKey(key);
        Optional<Signing> signing = signing(request, signer, presigned);
        return playlists.live(bucket, key).thenCompose(live -> {
            if (live.isPresent()) {
                return CompletableFuture.completedFuture(live(request, bucket, key, live.get(), signing));
            }
            return store.open(bucket, key).thenCompose(opened -> {
                StoredObject object = opened.orElseThrow(() -> OssErrors.noSuchKey(key));
                return signing.isPresent()
                        ? signed(bucket, key, object, signing.get())
                        : CompletableFuture.completedFuture(stored(request, object, signer.isPresent()));
            });
        });
    }

    /** With what the addresses in a playlist are to be signed. */
    private record Signing(AccessKey signer, Instant expiry) {}

    private static Optional<Signing> signing(OssRequest request, Optional<AccessKey> signer, boolean presigned) {
        Optional<String> process = request.parameter("x-oss-process");
        if (process.isEmpty()) {
            return Optional.empty();
        }
        if (!process.get().equals(SIGN)) {
            throw OssErrors.notImplemented("x-oss-process");
        }
        Optional<Instant> expiry = PresignedUrls.expiry(request.target());
        if (!presigned || signer.isEmpty() || expiry.isEmpty()) {
            throw OssErrors.invalidArgument("hls/sign needs a signature in the address.", "0044-00000410");
        }
        return Optional.of(new Signing(signer.get(), expiry.get()));
    }

    private static OssResponse live(
            OssRequest request, String bucket, String key, byte[] playlist, Optional<Signing> signing) {
        byte[] content = signing.map(with -> Playlists.sign(playlist, with.signer(), bucket, key, with.expiry()))
                .orElse(playlist);
        String etag = '"' + ContentMd5.etag(content) + '"';
        if (Preconditions.notModified(request, etag, Instant.MAX)) {
            return OssResponse.empty(304).with("ETag", etag);
        }
        return OssResponse.bytes(200, MediaPlaylist.CONTENT_TYPE, content)
                .with("ETag", etag)
                .with("Cache-Control", "no-cache");
    }

    private CompletionStage<OssResponse> signed(String bucket, String key, StoredObject object, Signing signing) {
        long size = object.info().size();
        if (size > settings.maxSignedPlaylistBytes()) {
            object.close();
            throw OssErrors.invalidArgument("The object is too large for hls/sign.", "");
        }
        return object.read(0, (int) size)
                .thenApply(content -> {
                    try {
                        byte[] playlist = ByteBufUtil.getBytes(content);
                        return OssResponse.bytes(
                                200,
                                MediaPlaylist.CONTENT_TYPE,
                                Playlists.sign(playlist, signing.signer(), bucket, key, signing.expiry()));
                    } finally {
                        content.release();
                    }
                })
                .whenComplete((response, failure) -> object.close());
    }

    private static OssResponse stored(OssRequest request, StoredObject object, boolean signed) {
        boolean sent = false;
        try {
            ObjectInfo info = object.info();
            Map<String, String> headers = ObjectHeaders.of(info);
            if (Preconditions.notModified(request, ObjectHeaders.etag(info), info.lastModified())) {
                return new OssResponse(304, headers, "", new OssResponse.Bytes(new byte[0]));
            }
            String contentType = info.contentType();
            if (signed) {
                OVERRIDES.forEach((parameter, header) ->
                        override(request, parameter).ifPresent(value -> headers.put(header, value)));
                contentType = override(request, "response-content-type").orElse(contentType);
            }
            Optional<ByteRange> range = request.header("range").flatMap(header -> ByteRange.of(header, info.size()));
            if (range.isPresent() && !range.get().isSatisfiable()) {
                throw OssErrors.invalidRange();
            }
            range.ifPresent(part -> headers.put("Content-Range", part.contentRange(info.size())));
            ByteRange part = range.orElse(new ByteRange(0, info.size()));
            sent = true;
            return new OssResponse(
                    range.isPresent() ? 206 : 200,
                    new LinkedHashMap<>(headers),
                    contentType,
                    new OssResponse.Stored(object, part.first(), part.length()));
        } finally {
            if (!sent) {
                object.close();
            }
        }
    }

    /** What is to be answered in a header's place; it must not end that header. */
    private static Optional<String> override(OssRequest request, String parameter) {
        Optional<String> value = request.parameter(parameter);
        if (value.filter(text -> text.chars().anyMatch(c -> c < 0x20 || c > 0x7e))
                .isPresent()) {
            throw OssErrors.invalidArgument(parameter + " must be printable ASCII.", "");
        }
        return value;
    }

    CompletionStage<OssResponse> put(OssRequest request, String bucket, String key) {
        Names.checkKey(key);
        if (request.header("x-oss-copy-source").isPresent()) {
            throw OssErrors.notImplemented("x-oss-copy-source");
        }
        String contentType =
                request.header("content-type").filter(type -> !type.isBlank()).orElse(OCTETS);
        return uploads.run(() -> request.body()
                .read(settings.maxObjectBytes())
                .thenApply(body -> ContentMd5.check(request, body))
                .thenCompose(body -> store.put(bucket, key, contentType, Unpooled.wrappedBuffer(body)))
                .thenApply(info -> OssResponse.empty(200).with("ETag", ObjectHeaders.etag(info))));
    }

    CompletionStage<OssResponse> delete(String bucket, String key) {
        Names.checkKey(key);
        return store.delete(bucket, key).thenApply(done -> OssResponse.empty(204));
    }
}
