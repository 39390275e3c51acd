package io.millrace.controlplane.oss;

import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelCommand.PageRef;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.Segment;
import io.millrace.channel.SegmentPage;
import io.millrace.controlplane.Actors;
import io.millrace.storage.ObjectStore;
import io.millrace.storage.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Collects the segments of a time span from a channel's actor and from the pages that it has put into the store. The
 * actor is asked in portions, as a message to another node must not grow without bound.
 */
final class SegmentSearch {
    private static final int PORTION = 1000;

    private final Actors actors;
    private final ObjectStore store;
    private final int maxSegments;

    SegmentSearch(Actors actors, ObjectStore store, int maxSegments) {
        this.actors = actors;
        this.store = store;
        this.maxSegments = maxSegments;
    }

    /** What has been found so far; segments can move from the actor to a page meanwhile, so both are kept by name. */
    private record Findings(ChannelId id, TimeSpan span, Map<String, PageRef> pages, TreeMap<Long, Segment> segments) {}

    /** In order of their sequence; empty if the channel is unknown. */
    CompletionStage<Optional<List<Segment>>> find(ChannelId id, TimeSpan span) {
        Findings findings = new Findings(id, span, new LinkedHashMap<>(), new TreeMap<>());
        return ask(findings, span.from())
                .thenCompose(known -> known
                        ? readPages(findings, List.copyOf(findings.pages().values()), 0)
                                .thenApply(done -> Optional.of(
                                        List.copyOf(findings.segments().values())))
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletionStage<Boolean> ask(Findings findings, Instant from) {
        CompletionStage<ChannelReply.Segments> answer = actors.channel(
                findings.id(),
                replyTo ->
                        new ChannelCommand.QuerySegments(from, findings.span().to(), PORTION, replyTo));
        return answer.thenCompose(reply -> {
            if (!(reply instanceof ChannelReply.Found found)) {
                return CompletableFuture.completedFuture(false);
            }
            found.pages().forEach(page -> findings.pages().put(page.key(), page));
            int before = findings.segments().size();
            add(findings, found.segments());
            if (found.complete()) {
                return CompletableFuture.completedFuture(true);
            }
            if (findings.segments().size() == before) {
                throw tooMany();
            }
            Instant next = Instant.ofEpochMilli(
                    findings.segments().lastEntry().getValue().startMillis());
            return ask(findings, next);
        });
    }

    private CompletionStage<Void> readPages(Findings findings, List<PageRef> pages, int index) {
        if (index == pages.size()) {
            return CompletableFuture.completedFuture(null);
        }
        return store.open(findings.id().bucket(), pages.get(index).key())
                .thenCompose(opened -> opened.isPresent()
                        ? read(opened.get())
                        : CompletableFuture.<List<Segment>>completedFuture(List.of()))
                .thenCompose(segments -> {
                    add(findings, segments);
                    return readPages(findings, pages, index + 1);
                });
    }

    private static CompletionStage<List<Segment>> read(StoredObject page) {
        return page.read(0, (int) page.info().size())
                .thenApply(content -> {
                    try {
                        return SegmentPage.read(content);
                    } finally {
                        content.release();
                    }
                })
                .whenComplete((segments, failure) -> page.close());
    }

    private void add(Findings findings, List<Segment> segments) {
        List<Segment> wanted = new ArrayList<>(segments);
        wanted.removeIf(segment -> !findings.span().contains(segment.startMillis()));
        wanted.forEach(segment -> findings.segments().put(segment.sequence(), segment));
        if (findings.segments().size() > maxSegments) {
            throw tooMany();
        }
    }

    private OssException tooMany() {
        return OssErrors.invalidArgument(
                "The time span has more than " + maxSegments + " ts files; ask for a shorter one.", "0044-00000307");
    }
}
