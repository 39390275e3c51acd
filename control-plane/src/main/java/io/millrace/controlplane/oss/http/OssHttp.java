package io.millrace.controlplane.oss.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.TimeoutAccess;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.controlplane.api.ApiHandler;
import io.millrace.controlplane.api.HeadLength;
import io.millrace.controlplane.api.HttpErrors;
import io.millrace.controlplane.api.RequestHead;
import io.millrace.controlplane.oss.OssApi;
import io.millrace.controlplane.oss.OssRequest;
import io.millrace.controlplane.oss.OssResponse;
import io.millrace.controlplane.oss.RequestId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Turns requests of the HTTP server into requests to the OSS API, and its answers back. Safe on any thread. */
public final class OssHttp implements ApiHandler {
    private final ActorSystem<?> system;
    private final OssApi api;
    private final Duration bodyTimeout;

    /** @param bodyTimeout how long a request's body may take */
    public OssHttp(ActorSystem<?> system, OssApi api, Duration bodyTimeout) {
        this.system = system;
        this.api = api;
        this.bodyTimeout = bodyTimeout;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request, InetSocketAddress remote) {
        long begin = System.nanoTime();
        String id = RequestId.next();
        Map<String, String> headers = RequestHead.headers(request);
        // The server answers in the API's terms even when the operation takes too long.
        request.getHeader(TimeoutAccess.class).ifPresent(access -> access.timeoutAccess()
                .updateHandler(late -> HttpErrors.unavailable(id, headers.getOrDefault("host", ""))));
        EntityBody body = new EntityBody(request.entity(), system, bodyTimeout);
        List<HttpObjectRequest> readings = readings(request, headers, remote);
        return api.handle(new OssRequest(id, readings, body)).thenApply(answer -> {
            body.discardUnlessRead();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
            return response(request, answer, id, millis);
        });
    }

    private static List<HttpObjectRequest> readings(
            HttpRequest request, Map<String, String> headers, InetSocketAddress remote) {
        return ContentTypeForms.of(request.entity().getContentType()).stream()
                .map(contentType -> {
                    Map<String, String> all = new HashMap<>(headers);
                    contentType.ifPresent(text -> all.put("content-type", text));
                    return new HttpObjectRequest(request.method().value(), RequestHead.target(request), all, remote);
                })
                .toList();
    }

    private static HttpResponse response(HttpRequest request, OssResponse answer, String id, long millis) {
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(RawHeader.create("x-oss-request-id", id));
        headers.add(RawHeader.create("x-oss-server-time", Long.toString(millis)));
        answer.headers().forEach((name, value) -> headers.add(RawHeader.create(name, value)));
        ResponseEntity entity = entity(answer);
        if (request.method().equals(HttpMethods.HEAD)) {
            entity.getContentLengthOption().ifPresent(length -> headers.add(new HeadLength(length)));
        }
        return HttpResponse.create()
                .withStatus(StatusCodes.get(answer.status()))
                .addHeaders(headers)
                .withEntity(entity);
    }

    private static ResponseEntity entity(OssResponse answer) {
        ContentType type = ContentTypeText.parse(answer.contentType());
        if (answer.content() instanceof OssResponse.Bytes bytes) {
            return HttpEntities.create(type, bytes.bytes());
        }
        OssResponse.Stored stored = (OssResponse.Stored) answer.content();
        return HttpEntities.create(type, stored.length(), ObjectSource.of(stored));
    }
}
