package io.millrace.edge.http;

import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.ObjectDecision;
import io.millrace.auth.ObjectDecision.Granted;
import io.millrace.auth.ObjectDecision.Refused;
import io.millrace.auth.RequestTarget;
import io.millrace.channel.ChannelId;
import io.millrace.edge.http.Mounts.Place;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what a request wants: asks for access, then hands it to the live stream, the live playlist or the object
 * that its key names.
 */
final class RequestHandler extends SimpleChannelInboundHandler<HttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
    private static final String M3U8 = ".m3u8";

    private final ObjectAccess access;
    private final Endpoints endpoints;
    private final HttpAnswers answers;

    RequestHandler(ObjectAccess access, Endpoints endpoints) {
        this.access = access;
        this.endpoints = endpoints;
        this.answers = endpoints.answers();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
        if (HttpMethod.OPTIONS.equals(request.method())) {
            answers.preflight(context, request);
        } else if (isServed(request.method())) {
            Place place = endpoints.mounts().find(request.headers().get(HttpHeaderNames.HOST, ""), request.uri());
            InetSocketAddress client = endpoints.clients().of(context.channel(), request.headers());
            access.decide(describe(request, place, client))
                    .whenComplete((decision, failure) ->
                            onLoop(context, () -> onDecision(context, request, place, client, decision, failure)));
        } else {
            answers.error(
                    context,
                    request,
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    "MethodNotAllowed",
                    "Only GET, HEAD and OPTIONS are served here.");
        }
    }

    /** At once if the decision was there at once, as it is for buckets asked for lately. */
    private static void onLoop(ChannelHandlerContext context, Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    static boolean isServed(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    private static HttpObjectRequest describe(HttpRequest request, Place place, InetSocketAddress client) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        if (place.named()) {
            headers.remove("host");
        }
        String named = '/' + RequestTarget.parse(request.uri()).path();
        return new HttpObjectRequest(request.method().name(), place.target(), headers, client, named);
    }

    private void onDecision(
            ChannelHandlerContext context,
            HttpRequest request,
            Place place,
            InetSocketAddress client,
            ObjectDecision decision,
            Throwable failure) {
        if (!context.channel().isActive()) {
            return;
        }
        if (decision instanceof Granted granted) {
            EdgeRequest served = new EdgeRequest(context, request, place, client, granted);
            served.onLoop(() -> serve(served));
        } else if (decision instanceof Refused refused) {
            refuse(context, request, refused);
        } else {
            LOG.warn("{}: access could not be decided", context.channel().remoteAddress(), failure);
            answers.error(
                    context,
                    request,
                    HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "ServiceUnavailable",
                    "Access could not be decided now.");
        }
    }

    private void refuse(ChannelHandlerContext context, HttpRequest request, Refused refused) {
        HttpResponseStatus status =
                switch (refused.reason()) {
                    case BAD_ADDRESS -> HttpResponseStatus.BAD_REQUEST;
                    case NO_SUCH_BUCKET -> HttpResponseStatus.NOT_FOUND;
                    case ACCESS_DENIED, BAD_SIGNATURE, BAD_TOKEN, EXPIRED -> HttpResponseStatus.FORBIDDEN;
                    case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
                };
        String code =
                switch (refused.reason()) {
                    case BAD_ADDRESS -> "BadRequest";
                    case NO_SUCH_BUCKET -> "NoSuchBucket";
                    case ACCESS_DENIED -> "AccessDenied";
                    case BAD_SIGNATURE -> "SignatureDoesNotMatch";
                    case BAD_TOKEN -> "InvalidToken";
                    case EXPIRED -> "Expired";
                    case UNAVAILABLE -> "ServiceUnavailable";
                };
        answers.error(context, request, status, code, refused.message());
    }

    private void serve(EdgeRequest request) {
        String key = request.granted().key();
        int slash = key.indexOf('/');
        Optional<HttpFormat> live = format(request);
        if (live.isPresent()) {
            HttpFormat format = live.get();
            ChannelId channel = channel(request, format.without(key));
            endpoints
                    .callbacks()
                    .askLive(request, channel, () -> endpoints.live().serve(request, channel, format));
        } else if (slash < 0 && key.endsWith(M3U8) && isChannel(withoutSuffix(key, M3U8))) {
            ChannelId channel = channel(request, withoutSuffix(key, M3U8));
            endpoints
                    .callbacks()
                    .askHls(request, channel, () -> endpoints.playlists().serveAsChannel(request, channel));
        } else if (slash > 0
                && key.endsWith(M3U8)
                && key.indexOf('/', slash + 1) < 0
                && isChannel(key.substring(0, slash))) {
            ChannelId channel = channel(request, key.substring(0, slash));
            String name = key.substring(slash + 1);
            endpoints
                    .callbacks()
                    .askHls(request, channel, () -> endpoints.playlists().serveAsObject(request, channel, name));
        } else {
            endpoints.objects().serve(request);
        }
    }

    /** The format in which a live stream is wanted, if it is one that is mounted. */
    private Optional<HttpFormat> format(EdgeRequest request) {
        String key = request.granted().key();
        return HttpFormat.of(key)
                .filter(format -> isChannel(format.without(key)))
                .filter(format -> request.place().stream()
                        || endpoints
                                .mounts()
                                .isMounted(request.granted().bucket().name(), key));
    }

    private static ChannelId channel(EdgeRequest request, String name) {
        return new ChannelId(request.granted().bucket().name(), name);
    }

    private static boolean isChannel(String name) {
        return ChannelId.isValidChannelName(name);
    }

    private static String withoutSuffix(String key, String suffix) {
        return key.substring(0, key.length() - suffix.length());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause instanceof CodecException || cause instanceof Http2Exception) {
            LOG.debug("{}: closed: {}", context.channel().remoteAddress(), cause.toString());
        } else {
            LOG.warn("{}: closed after an error", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
