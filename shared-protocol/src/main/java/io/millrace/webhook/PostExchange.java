package io.millrace.webhook;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;

/** One request and its answer: looks the host up, connects to an address that may be reached, and reads a bounded answer. */
final class PostExchange {
    private static final int FIRST_SERVER_STATUS = 200;

    private final PostRequest request;
    private final HostResolver resolver;
    private final AddressGuard guard;
    private final SslContext tls;
    private final EventLoop loop;
    private final CompletableFuture<PostResult> result;

    PostExchange(
            PostRequest request,
            HostResolver resolver,
            AddressGuard guard,
            SslContext tls,
            EventLoop loop,
            CompletableFuture<PostResult> result) {
        this.request = request;
        this.resolver = resolver;
        this.guard = guard;
        this.tls = tls;
        this.loop = loop;
        this.result = result;
    }

    void start() {
        try {
            loop.execute(this::run);
        } catch (RejectedExecutionException e) {
            fail("the node is stopping");
        }
    }

    private void run() {
        Future<?> timer = loop.schedule(
                () -> fail("no answer within " + request.timeout().toMillis() + " ms"),
                request.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        result.whenComplete((done, failure) -> timer.cancel(false));
        try {
            resolver.resolveAll(request.host()).addListener((Future<List<InetAddress>> found) -> {
                if (found.isSuccess()) {
                    choose(found.getNow());
                } else {
                    fail("the host is not known");
                }
            });
        } catch (RuntimeException e) {
            fail("the host is not known");
        }
    }

    private void choose(List<InetAddress> addresses) {
        Optional<InetAddress> allowed = addresses.stream().filter(guard::allows).findFirst();
        if (allowed.isEmpty()) {
            fail("its address is internal, and not in millrace.webhook.allow-networks");
        } else if (!result.isDone()) {
            connect(new InetSocketAddress(allowed.get(), request.port()));
        }
    }

    private void connect(InetSocketAddress address) {
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        request.timeout().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        fill(channel);
                    }
                })
                .connect(address);
        Channel channel = connected.channel();
        result.whenComplete((done, failure) -> channel.close());
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                fail("no connection");
            } else if (!result.isDone()) {
                channel.writeAndFlush(head());
            }
        });
    }

    private void fill(Channel channel) {
        if (request.isTls()) {
            SslHandler handler = tls.newHandler(channel.alloc(), request.host(), request.port());
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            handler.handshakeFuture().addListener(done -> {
                if (!done.isSuccess()) {
                    fail(HandshakeFailure.reason(done.cause(), request.host()));
                }
            });
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(new HttpClientCodec(), new AnswerReader());
    }

    private FullHttpRequest head() {
        FullHttpRequest head = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, request.target(), Unpooled.wrappedBuffer(request.body()));
        head.headers()
                .set(HttpHeaderNames.HOST, request.hostHeader())
                .set(HttpHeaderNames.USER_AGENT, "Millrace")
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        request.headers().forEach((name, value) -> head.headers().set(name, value));
        return head;
    }

    private void fail(String reason) {
        result.complete(new PostResult.Failed(reason));
    }

    /** Reads the answer up to its bound. */
    private final class AnswerReader extends SimpleChannelInboundHandler<HttpObject> {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws Exception {
            if (result.isDone()) {
                return;
            }
            if (part.decoderResult().isFailure()) {
                fail("the answer is not HTTP");
                return;
            }
            if (part instanceof HttpResponse response) {
                status = response.status().code();
            }
            if (part instanceof HttpContent content && status >= FIRST_SERVER_STATUS) {
                int bytes = content.content().readableBytes();
                if (body.size() + bytes > WebhookClient.MAX_ANSWER_BYTES) {
                    fail("the answer is longer than " + WebhookClient.MAX_ANSWER_BYTES + " bytes");
                    return;
                }
                content.content().readBytes(body, bytes);
                if (part instanceof LastHttpContent) {
                    result.complete(new PostResult.Answered(status, body.toByteArray()));
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail("the connection was closed without an answer");
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail("the connection broke");
        }
    }
}
