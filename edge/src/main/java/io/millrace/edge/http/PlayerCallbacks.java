package io.millrace.edge.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.millrace.channel.ChannelId;
import io.millrace.webhook.HttpCallbacks;
import io.millrace.webhook.Verdict;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;

/**
 * Asks callbacks before somebody plays over HTTP. HLS players hold no connection: one is known by its address, channel and
 * query. When it has not come for a while its play has ended, and it is asked about again. Event loops only.
 */
final class PlayerCallbacks {
    private static final AttributeKey<HttpCallbacks.HttpPlayer> PLAYER = AttributeKey.valueOf("millrace-http-player");

    private final HttpCallbacks callbacks;
    private final HttpAnswers answers;
    private final Cache<HlsPlayer, HttpCallbacks.HttpPlayer> allowed;

    private record HlsPlayer(InetAddress address, ChannelId channel, String query) {}

    /**
     * @param maxPlayers of HLS that are remembered
     * @param memory for how long after they came last
     */
    PlayerCallbacks(HttpCallbacks callbacks, HttpAnswers answers, int maxPlayers, Duration memory) {
        this.callbacks = callbacks;
        this.answers = answers;
        this.allowed = Caffeine.newBuilder()
                .maximumSize(maxPlayers)
                .expireAfterAccess(memory)
                // Beside the event loops: all players of a channel may go at once.
                .executor(ForkJoinPool.commonPool())
                .scheduler(Scheduler.systemScheduler())
                .removalListener(
                        (HlsPlayer known, HttpCallbacks.HttpPlayer player, RemovalCause cause) -> player.gone())
                .build();
    }

    /** Runs {@code serve} on the event loop if the player may have the live stream, else refuses it. */
    void askLive(EdgeRequest request, ChannelId channel, Runnable serve) {
        if (request.isHead() || !callbacks.isOf(request.granted().bucket())) {
            serve.run();
            return;
        }
        HttpCallbacks.HttpPlayer player = player(request, channel);
        Channel connection = request.context().channel();
        HttpCallbacks.HttpPlayer before = connection.attr(PLAYER).getAndSet(player);
        if (before == null) {
            connection
                    .closeFuture()
                    .addListener(closed -> connection.attr(PLAYER).get().gone());
        } else {
            before.gone();
        }
        go(request, player.ask(), serve, player::gone);
    }

    /** Runs {@code serve} on the event loop if the player may have the playlist, else refuses it. */
    void askHls(EdgeRequest request, ChannelId channel, Runnable serve) {
        if (!callbacks.isOf(request.granted().bucket())) {
            serve.run();
            return;
        }
        HlsPlayer known = known(request, channel);
        if (allowed.getIfPresent(known) != null) {
            serve.run();
            return;
        }
        HttpCallbacks.HttpPlayer player = player(request, channel).withoutConnection();
        Runnable remember = () -> {
            allowed.put(known, player);
            serve.run();
        };
        go(request, player.askPlay(), remember, () -> {});
    }

    private static HlsPlayer known(EdgeRequest request, ChannelId channel) {
        return new HlsPlayer(request.client().getAddress(), channel, query(request));
    }

    /** The player that {@link #askHls} has let in gets a live playlist; what it plays by others has no end to be told. */
    void playsHls(EdgeRequest request, ChannelId channel) {
        if (callbacks.isOf(request.granted().bucket())) {
            HttpCallbacks.HttpPlayer player = allowed.getIfPresent(known(request, channel));
            if (player != null) {
                player.played();
            }
        }
    }

    private void go(EdgeRequest request, CompletionStage<Verdict> answer, Runnable serve, Runnable refused) {
        answer.whenComplete((verdict, failure) -> request.onLoop(() -> {
            if (!request.context().channel().isActive()) {
                refused.run();
            } else if (verdict != null && verdict.allowed()) {
                serve.run();
            } else {
                refused.run();
                answers.error(
                        request.context(),
                        request.request(),
                        HttpResponseStatus.FORBIDDEN,
                        "AccessDenied",
                        "A callback has refused this play.");
            }
        }));
    }

    private HttpCallbacks.HttpPlayer player(EdgeRequest request, ChannelId channel) {
        HttpHeaders headers = request.request().headers();
        return callbacks.player(
                request.granted().bucket(),
                channel,
                request.client(),
                request.request().method().name(),
                headers.get(HttpHeaderNames.HOST, ""),
                headers.get(HttpHeaderNames.REFERER, ""),
                request.granted().parameters(),
                request.granted().right());
    }

    private static String query(EdgeRequest request) {
        int mark = request.request().uri().indexOf('?');
        return mark < 0 ? "" : request.request().uri().substring(mark);
    }

    /** The request's stream begins. */
    static void played(EdgeRequest request) {
        HttpCallbacks.HttpPlayer player =
                request.context().channel().attr(PLAYER).get();
        if (player != null) {
            player.played();
        }
    }

    /** The request is over. */
    static void gone(EdgeRequest request) {
        HttpCallbacks.HttpPlayer player =
                request.context().channel().attr(PLAYER).get();
        if (player != null) {
            player.gone();
        }
    }
}
