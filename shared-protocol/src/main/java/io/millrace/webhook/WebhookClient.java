package io.millrace.webhook;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests to webhooks, on a thread of its own. The address that is connected to is the one that was checked: a name
 * is looked up once, redirects are not followed, and connections are not kept. Safe on any thread.
 */
public final class WebhookClient implements AutoCloseable {
    static final int MAX_ANSWER_BYTES = 64 << 10;

    private final EventLoopGroup threads;
    private final HostResolver resolver;
    private final AddressGuard guard;
    private final SslContext tls;
    private final Semaphore sends;

    public WebhookClient(WebhookSettings settings) {
        this(settings, WebhookClient::dns);
    }

    /** For tests, which have names of their own. */
    WebhookClient(WebhookSettings settings, ResolverFactory resolvers) {
        this.threads = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("webhook", true), NioIoHandler.newFactory());
        this.resolver = resolvers.on(threads.next());
        this.guard = new AddressGuard(settings.allowNetworks());
        this.tls = settings.authorities().clientContext();
        this.sends = new Semaphore(settings.maxSends());
    }

    /** Makes a resolver that answers on an event loop. */
    interface ResolverFactory {
        HostResolver on(EventLoop loop);
    }

    private static HostResolver dns(EventLoop loop) {
        DnsNameResolver resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class)
                .build();
        return resolver::resolveAll;
    }

    /** The thread that all answers come on. */
    EventLoop loop() {
        return threads.next();
    }

    /** Sends it; the stage never fails, and completes on the client's thread. */
    CompletionStage<PostResult> post(PostRequest request) {
        CompletableFuture<PostResult> result = new CompletableFuture<>();
        new PostExchange(request, resolver, guard, tls, loop(), result).start();
        return result;
    }

    /** As {@link #post}, for what can wait: fails at once while as many are under way as may be. */
    CompletionStage<PostResult> postLater(PostRequest request) {
        if (!sends.tryAcquire()) {
            return CompletableFuture.completedFuture(new PostResult.Failed("too many events are on their way"));
        }
        return post(request).whenComplete((result, failure) -> sends.release());
    }

    @Override
    public void close() {
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
