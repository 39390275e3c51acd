package io.millrace.edge.http;

import io.millrace.auth.ObjectDecision.Granted;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that has been let in, with the connection that waits for its answer.
 *
 * @param place what its address was taken for
 * @param client whom it is of
 */
record EdgeRequest(
        ChannelHandlerContext context,
        HttpRequest request,
        Mounts.Place place,
        InetSocketAddress client,
        Granted granted) {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeRequest.class);

    boolean isHead() {
        return HttpMethod.HEAD.equals(request.method());
    }

    boolean isWebSocket() {
        return !isStream() && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** Whether it shares its connection with others: the channel is a stream of HTTP/2 then. */
    boolean isStream() {
        return context.channel() instanceof Http2StreamChannel;
    }

    boolean isEncrypted() {
        Channel connection = isStream() ? context.channel().parent() : context.channel();
        return connection.pipeline().get(SslHandler.class) != null;
    }

    /** Whether another edge has sent the viewer here. */
    boolean isRedirected() {
        return RedirectMark.isIn(request.uri());
    }

    Optional<String> parameter(String name) {
        return granted.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> parameter.value())
                .findFirst();
    }

    /** Whether it came with something that may have granted it, so that it would not be granted to others. */
    boolean hasCredential() {
        return granted.signer().isPresent()
                || request.headers().contains(HttpHeaderNames.AUTHORIZATION)
                || SegmentSigning.CREDENTIALS.stream()
                        .anyMatch(name -> parameter(name).isPresent());
    }

    /** Runs a task on the connection's event loop. If it fails, the connection is closed: no answer would ever come. */
    void onLoop(Runnable task) {
        if (context.executor().inEventLoop()) {
            run(task);
        } else {
            context.executor().execute(() -> run(task));
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: closed after an error", context.channel().remoteAddress(), e);
            context.close();
        }
    }

    /** Whether the bucket's channels have HLS. */
    boolean hasHls() {
        return !granted.bucket().settings().liveOnly();
    }

    /** Whether a publish would create a channel that does not exist. */
    boolean createsChannels() {
        return granted.bucket().settings().autoCreateChannels();
    }
}
