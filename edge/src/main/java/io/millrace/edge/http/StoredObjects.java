package io.millrace.edge.http;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.Segment;
import io.millrace.delivery.Delivery;
import io.millrace.quota.BucketQuotas;
import io.millrace.storage.ByteRange;
import io.millrace.storage.ObjectInfo;
import io.millrace.storage.ObjectStore;
import io.millrace.storage.StoredObject;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves stored objects: segments, recordings' playlists, and what else lies in a bucket. */
final class StoredObjects {
    private static final Logger LOG = LoggerFactory.getLogger(StoredObjects.class);
    private static final String INTERNAL = ".millrace/";

    private final ObjectStore store;
    private final HttpAnswers answers;
    private final Delivery delivery;
    private final BucketQuotas quotas;
    private final Duration segmentMaxAge;
    private final int readBytes;

    StoredObjects(
            ObjectStore store,
            HttpAnswers answers,
            Delivery delivery,
            BucketQuotas quotas,
            Duration segmentMaxAge,
            int readBytes) {
        this.store = store;
        this.answers = answers;
        this.delivery = delivery;
        this.quotas = quotas;
        this.segmentMaxAge = segmentMaxAge;
        this.readBytes = readBytes;
    }

    void serve(EdgeRequest request) {
        serve(request, () -> notFound(request));
    }

    /** @param ifMissing answers if there is no such object; runs on the connection's event loop */
    void serve(EdgeRequest request, Runnable ifMissing) {
        String key = request.granted().key();
        if (!isKey(key) || key.startsWith(INTERNAL)) {
            ifMissing.run();
            return;
        }
        store.open(request.granted().bucket().name(), key)
                .whenComplete((object, failure) -> request.onLoop(() -> onOpened(request, object, failure, ifMissing)));
    }

    private static boolean isKey(String key) {
        int bytes = ByteBufUtil.utf8Bytes(key);
        return bytes > 0 && bytes <= ObjectStore.MAX_KEY_BYTES;
    }

    private void onOpened(EdgeRequest request, Optional<StoredObject> object, Throwable failure, Runnable ifMissing) {
        if (failure != null) {
            LOG.warn(
                    "{}/{} cannot be read: {}",
                    request.granted().bucket().name(),
                    request.granted().key(),
                    failure.toString());
            answers.error(
                    request.context(),
                    request.request(),
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "ServiceUnavailable",
                    "The object store cannot be reached now.");
        } else if (object.isEmpty()) {
            ifMissing.run();
        } else if (!request.context().channel().isActive()) {
            object.get().close();
        } else {
            answerOrClose(request, object.get());
        }
    }

    private void answerOrClose(EdgeRequest request, StoredObject object) {
        try {
            answer(request, object);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private void notFound(EdgeRequest request) {
        answers.error(
                request.context(),
                request.request(),
                HttpResponseStatus.NOT_FOUND,
                "NoSuchKey",
                "There is no such object.");
    }

    private void answer(EdgeRequest request, StoredObject object) {
        ObjectInfo info = object.info();
        HttpHeaders asked = request.request().headers();
        if (ConditionalRequest.isRefused(request.request(), info.etag(), info.lastModified())) {
            object.close();
            answers.error(
                    request.context(),
                    request.request(),
                    HttpResponseStatus.PRECONDITION_FAILED,
                    "PreconditionFailed",
                    "The object is another one than the request is for.");
            return;
        }
        if (ConditionalRequest.isNotModified(request.request(), info.etag(), info.lastModified())) {
            object.close();
            FullHttpResponse response = answers.full(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
            describe(info, response.headers());
            response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
            answers.send(request.context(), request.request(), response);
            return;
        }
        Optional<ByteRange> range = Optional.ofNullable(asked.get(HttpHeaderNames.RANGE))
                .filter(header -> !request.isHead() && appliesTo(asked, info))
                .flatMap(header -> ByteRange.of(header, info.size()));
        if (range.isPresent() && !range.get().isSatisfiable()) {
            object.close();
            FullHttpResponse response =
                    answers.full(HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + info.size());
            answers.send(request.context(), request.request(), response);
            return;
        }
        send(request, object, range);
    }

    /** If-Range: a range of another representation than the client knows would be of no use to it. */
    private static boolean appliesTo(HttpHeaders asked, ObjectInfo info) {
        String condition = asked.get(HttpHeaderNames.IF_RANGE);
        return condition == null || condition.equals('"' + info.etag() + '"');
    }

    private void send(EdgeRequest request, StoredObject object, Optional<ByteRange> range) {
        ObjectInfo info = object.info();
        ByteRange part = range.orElse(new ByteRange(0, info.size()));
        HttpResponse head =
                answers.head(range.isPresent() ? HttpResponseStatus.PARTIAL_CONTENT : HttpResponseStatus.OK);
        describe(info, head.headers());
        HttpUtil.setContentLength(head, part.length());
        range.ifPresent(r -> head.headers().set(HttpHeaderNames.CONTENT_RANGE, r.contentRange(info.size())));
        answers.announceKeepAlive(request.request(), head);
        Bucket bucket = request.granted().bucket();
        new ObjectTransfer(request, object, part, readBytes, bytes -> {
                    delivery.sentObject(bytes);
                    quotas.sentObject(bucket, bytes);
                })
                .start(head);
    }

    private void describe(ObjectInfo info, HttpHeaders headers) {
        headers.set(HttpHeaderNames.ETAG, '"' + info.etag() + '"')
                .set(HttpHeaderNames.CONTENT_TYPE, info.contentType())
                .set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES)
                .set(HttpHeaderNames.LAST_MODIFIED, DateFormatter.format(Date.from(info.lastModified())))
                .set(HttpHeaderNames.CACHE_CONTROL, cacheControl(info));
    }

    private String cacheControl(ObjectInfo info) {
        return Segment.isKey(info.key()) ? "public, max-age=" + segmentMaxAge.toSeconds() + ", immutable" : "no-cache";
    }
}
