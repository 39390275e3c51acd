package io.millrace.edge.relay;

import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelView;
import io.millrace.channel.Route;
import io.millrace.edge.feed.EdgeFeed;
import io.millrace.edge.feed.StreamFormat;
import io.millrace.relay.RelayPlay;
import io.netty.channel.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel as this edge follows it: who watches, where it is live, the relay and the feed. It follows the highest
 * epoch that it has seen; viewers outlive sessions for the grace time. Confined to its event loop.
 */
final class EdgeChannel implements RelayLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeChannel.class);

    private final ChannelId id;
    private final EventLoop loop;
    private final RelaySettings settings;
    private final Function<ChannelId, EdgeFeed> feeds;
    private final RelayLink link;
    private final WindowRequests windowRequests;
    private final Map<Audience, Boolean> audiences = new LinkedHashMap<>();

    private Optional<ChannelView> view = Optional.empty();
    private Optional<EdgeFeed> feed = Optional.empty();
    private final ChildRelays children;
    /** The session that the origin itself sends now, which alone is passed on to other edges. */
    private OptionalLong passedOn = OptionalLong.empty();

    private boolean sending;
    private long sessions;
    private long lastSignNanos;
    private long idleSinceNanos = System.nanoTime();
    private long windowAskedNanos;
    private boolean windowAsked;
    private boolean closed;

    EdgeChannel(
            ChannelId id,
            EventLoop loop,
            RelaySettings settings,
            RelayPull pull,
            Parents parents,
            Function<ChannelId, EdgeFeed> feeds) {
        this.id = id;
        this.loop = loop;
        this.settings = settings;
        this.feeds = feeds;
        this.link = new RelayLink(id, loop, settings, pull, parents, this);
        this.children = new ChildRelays(loop);
        this.windowRequests = new WindowRequests(loop, settings.publisherWait());
    }

    void join(Audience audience) {
        audiences.put(audience, false);
        if (feed.isPresent()) {
            serveIfCarried(audience, feed.get());
        } else if (isUnknown() && !audience.waitsForUnknownChannel()) {
            dismiss(audience, Absence.NO_SUCH_CHANNEL);
        }
        if (Boolean.FALSE.equals(audiences.get(audience))) {
            loop.schedule(() -> giveUp(audience), settings.publisherWait().toMillis(), TimeUnit.MILLISECONDS);
        }
        followRoute();
    }

    void leave(Audience audience) {
        if (Boolean.TRUE.equals(audiences.remove(audience))) {
            feed.ifPresent(present -> present.leave(audience.format(), System.nanoTime()));
        }
        noteIdle();
    }

    private void noteIdle() {
        if (audiences.isEmpty() && children.isEmpty()) {
            idleSinceNanos = System.nanoTime();
        }
    }

    /** Another edge pulls the channel from this one, as one more audience of it. */
    void join(RelayPlay play) {
        children.add(play, this::noteIdle);
        serveChildren();
        link.review();
        followRoute();
    }

    private void serveChildren() {
        children.refuseBefore(link.epoch());
        passedOn.ifPresent(epoch -> children.serve(epoch, feed.orElseThrow(), this::noteIdle));
    }

    /** Asks for the live window, which comes when there is a segment to show. */
    void requestWindow(WindowRequest request) {
        windowAsked = true;
        windowAskedNanos = System.nanoTime();
        if (isUnknown() && !request.waitsForUnknownChannel()) {
            request.refuse(Absence.NO_SUCH_CHANNEL);
        } else if (view.filter(request::isAnsweredBy).isPresent()) {
            request.answer().complete(view.get());
        } else if (view.filter(ChannelView::withoutSegments).isPresent()) {
            request.refuse(Absence.NO_SUCH_TRACK);
        } else {
            windowRequests.add(request, this::absence);
        }
    }

    void onView(ChannelView newer) {
        if (closed || view.isPresent() && view.get().revision() > newer.revision() || isOutdated(newer)) {
            return;
        }
        view = Optional.of(newer);
        if (newer.route().isPresent()) {
            lastSignNanos = System.nanoTime();
        }
        if (!newer.exists()) {
            windowRequests.refuse(request -> !request.waitsForUnknownChannel(), Absence.NO_SUCH_CHANNEL);
            waiting().stream()
                    .filter(audience -> !audience.waitsForUnknownChannel())
                    .forEach(audience -> dismiss(audience, Absence.NO_SUCH_CHANNEL));
        } else {
            windowRequests.answer(newer);
            if (newer.withoutSegments()) {
                windowRequests.refuse(request -> true, Absence.NO_SUCH_TRACK);
            }
        }
        followRoute();
    }

    /** Whoever says so has not heard of a session that is followed already. */
    private boolean isOutdated(ChannelView other) {
        return other.route().filter(route -> route.epoch() < link.epoch()).isPresent();
    }

    private void followRoute() {
        Optional<Route> route = view.flatMap(ChannelView::route);
        boolean wanted = feed.isPresent() || !audiences.isEmpty() || !children.isEmpty();
        if (route.isPresent() && wanted) {
            link.follow(route.get());
        } else if (route.isEmpty() && view.isPresent()) {
            link.stop();
            stopPassingOn();
            publisherGone();
        }
    }

    @Override
    public EdgeFeed onSession(long epoch, Upstream upstream) {
        EdgeFeed present = feed.orElseGet(this::makeFeed);
        present.beginSession(epoch, System.nanoTime());
        sessions++;
        LOG.info("Following {} at epoch {} from {}", id, epoch, upstream);
        passedOn = upstream.isParent() ? OptionalLong.empty() : OptionalLong.of(epoch);
        serveChildren();
        if (!sending) {
            sending = true;
            serveWaiting();
        }
        return present;
    }

    private EdgeFeed makeFeed() {
        EdgeFeed made = feeds.apply(id);
        made.onTracks(this::serveWaiting);
        feed = Optional.of(made);
        return made;
    }

    private void serveWaiting() {
        feed.ifPresent(present -> waiting().forEach(audience -> serveIfCarried(audience, present)));
    }

    /** Whose format may yet carry something waits on; so does nobody who would get nothing. */
    private void serveIfCarried(Audience audience, EdgeFeed present) {
        switch (present.fit(audience.format())) {
            case CARRIED -> serve(audience, present);
            case NOT_CARRIED -> dismiss(audience, Absence.NO_SUCH_TRACK);
            case UNKNOWN -> {}
        }
    }

    @Override
    public void onSessionOver(String reason) {
        LOG.info("The relay of {} has ended: {}", id, reason);
        stopPassingOn();
        publisherGone();
    }

    /** The children read what is left, then look for a way of their own, or come again. */
    private void stopPassingOn() {
        passedOn = OptionalLong.empty();
        feed.ifPresent(EdgeFeed::endRelay);
    }

    @Override
    public boolean isParent() {
        return !children.isEmpty();
    }

    @Override
    public Optional<Route> route() {
        return view.flatMap(ChannelView::route);
    }

    private void publisherGone() {
        if (!sending) {
            return;
        }
        sending = false;
        lastSignNanos = System.nanoTime();
        endFeedAfterGrace(sessions);
    }

    /** As long as the control plane says that the channel is live, its origin may have died and another be on its way. */
    private void endFeedAfterGrace(long lastSession) {
        long passed = System.nanoTime() - lastSignNanos;
        loop.schedule(
                () -> {
                    if (sending || sessions != lastSession) {
                        return;
                    }
                    if (System.nanoTime() - lastSignNanos < settings.grace().toNanos()) {
                        endFeedAfterGrace(lastSession);
                    } else {
                        endFeed();
                    }
                },
                settings.grace().toNanos() - passed,
                TimeUnit.NANOSECONDS);
    }

    /**
     * The viewers read what is left and find their logs at the end. They are the channel's audience no longer: a slow one
     * may still read when the next feed has begun, and is none of its viewers.
     */
    private void endFeed() {
        feed.ifPresent(EdgeFeed::close);
        feed = Optional.empty();
        passedOn = OptionalLong.empty();
        sending = false;
        if (audiences.values().removeIf(isServed -> isServed)) {
            noteIdle();
        }
    }

    /** A format whose track has gone ends as the feed would, whose viewers could else wait for ever. */
    private void endSilentFormats() {
        if (!sending) {
            return;
        }
        Set<StreamFormat> ended = feed.map(
                        present -> present.endSilent(settings.grace().toNanos()))
                .orElse(Set.of());
        if (audiences
                .entrySet()
                .removeIf(entry ->
                        entry.getValue() && ended.contains(entry.getKey().format()))) {
            noteIdle();
        }
    }

    private void serve(Audience audience, EdgeFeed present) {
        audiences.put(audience, true);
        audience.onCursor(present.join(audience.format(), audience.fromNextRandomAccessPoint()));
    }

    private void giveUp(Audience audience) {
        if (Boolean.FALSE.equals(audiences.get(audience))) {
            dismiss(audience, sending ? Absence.NO_SUCH_TRACK : absence());
        }
    }

    private void dismiss(Audience audience, Absence reason) {
        leave(audience);
        audience.onAbsent(reason);
    }

    private Absence absence() {
        if (view.isEmpty() || view.get().route().isPresent()) {
            return Absence.UNAVAILABLE;
        }
        return isUnknown() ? Absence.NO_SUCH_CHANNEL : Absence.NOT_LIVE;
    }

    private boolean isUnknown() {
        return view.isPresent() && !view.get().exists();
    }

    private List<Audience> waiting() {
        return audiences.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether somebody has asked for a playlist lately. */
    boolean wantsWindow(long nowNanos) {
        boolean recent = windowAsked
                && nowNanos - windowAskedNanos < settings.hlsInterest().toNanos();
        return recent || !windowRequests.isEmpty();
    }

    /** Lets go of what nobody watches any more. */
    void sweep(long nowNanos) {
        feed.ifPresent(present -> present.dropUnused(nowNanos, settings.linger().toNanos()));
        endSilentFormats();
        if (children.served() == 0) {
            feed.ifPresent(EdgeFeed::endRelay);
        }
        link.review();
        if (isDeserted(nowNanos)) {
            link.stop();
            endFeed();
        }
    }

    /**
     * Whether nobody watches or has asked for a playlist for the time that a channel is kept. One that does not exist is
     * not kept at all: whoever tries names could else use up the number of channels that may be followed.
     */
    boolean isUnused(long nowNanos) {
        boolean nobodyWaits = audiences.isEmpty() && children.isEmpty() && windowRequests.isEmpty();
        return isUnknown() && nobodyWaits || isDeserted(nowNanos) && !wantsWindow(nowNanos);
    }

    private boolean isDeserted(long nowNanos) {
        return audiences.isEmpty()
                && children.isEmpty()
                && nowNanos - idleSinceNanos >= settings.linger().toNanos();
    }

    void close() {
        closed = true;
        link.stop();
        windowRequests.refuse(request -> true, Absence.UNAVAILABLE);
        waiting().forEach(audience -> dismiss(audience, Absence.UNAVAILABLE));
        children.refuseAll();
        endFeed();
    }
}
