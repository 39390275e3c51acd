package io.millrace.edge.relay;

import io.millrace.channel.ChannelView;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Those who wait for a channel's window. Confined to the channel's event loop; bounded by the open connections. */
final class WindowRequests {
    private final EventLoop loop;
    private final Duration wait;
    private final Set<WindowRequest> waiting = new LinkedHashSet<>();

    WindowRequests(EventLoop loop, Duration wait) {
        this.loop = loop;
        this.wait = wait;
    }

    /** @param absence asked for the reason when the request has waited in vain */
    void add(WindowRequest request, Supplier<Absence> absence) {
        waiting.add(request);
        loop.schedule(
                () -> {
                    if (waiting.remove(request)) {
                        request.refuse(absence.get());
                    }
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    void answer(ChannelView view) {
        take(request -> request.isAnsweredBy(view))
                .forEach(request -> request.answer().complete(view));
    }

    void refuse(Predicate<WindowRequest> which, Absence reason) {
        take(which).forEach(request -> request.refuse(reason));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private List<WindowRequest> take(Predicate<WindowRequest> which) {
        List<WindowRequest> taken = waiting.stream().filter(which).toList();
        taken.forEach(waiting::remove);
        return taken;
    }
}
