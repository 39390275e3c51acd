package io.millrace.controlplane.admin;

import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.ChannelId;
import io.millrace.channel.DeliveryCommand;
import io.millrace.channel.DeliveryReply;
import io.millrace.channel.DeliveryReply.Deliveries;
import io.millrace.channel.DeliveryReply.Delivery;
import io.millrace.channel.DeliveryReply.Retried;
import io.millrace.channel.Webhook;
import io.millrace.controlplane.Actors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The deliveries of a webhook, of one channel, or of a page of the bucket's channels: each is asked. A delivery that does not
 * answer fails the request, so what is listed is all there is.
 */
public final class DeliveryResource {
    private static final int MAX_CHANNELS = 100;
    private static final int DEFAULT_MAX = 100;
    private static final int MAX_LISTED = 1000;

    private final Actors actors;

    private record Page(List<ChannelId> channels, Optional<String> nextMarker) {}

    private record Asked(Webhook webhook, Page page) {}

    public DeliveryResource(Actors actors) {
        this.actors = actors;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/buckets/{bucket}/webhooks/{name}/deliveries", this::list),
                Route.of("POST", "/v1/buckets/{bucket}/webhooks/{name}/deliveries/retry", this::retry));
    }

    private CompletionStage<AdminResponse> list(AdminRequest request) {
        Optional<DeliveryReply.State> state = request.parameter("state").map(DeliveryResource::state);
        int max = request.number("max", DEFAULT_MAX, 1, MAX_LISTED);
        return asked(request).thenCompose(asked -> each(asked, id -> deliveries(id, asked.webhook(), max))
                .thenApply(all -> listing(asked, all, state)));
    }

    private static AdminResponse listing(Asked asked, List<Deliveries> all, Optional<DeliveryReply.State> state) {
        List<Delivery> deliveries = all.stream()
                .flatMap(of -> of.deliveries().stream())
                .filter(delivery -> state.isEmpty() || delivery.state() == state.get())
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("deliveries", deliveries);
        body.put("dropped", all.stream().mapToLong(Deliveries::dropped).sum());
        asked.page().nextMarker().ifPresent(marker -> body.put("nextMarker", marker));
        return AdminResponse.ok(body);
    }

    private CompletionStage<AdminResponse> retry(AdminRequest request) {
        return asked(request).thenCompose(asked -> each(asked, id -> retried(id, asked.webhook()))
                .thenApply(all -> {
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("failed", all.stream().mapToInt(Retried::failed).sum());
                    body.put("pending", all.stream().mapToInt(Retried::waiting).sum());
                    asked.page().nextMarker().ifPresent(marker -> body.put("nextMarker", marker));
                    return AdminResponse.ok(body);
                }));
    }

    private CompletionStage<Deliveries> deliveries(ChannelId id, Webhook webhook, int max) {
        return actors.delivery(
                id, replyTo -> new DeliveryCommand.ListDeliveries(webhook.name(), webhook.style(), max, replyTo));
    }

    private CompletionStage<Retried> retried(ChannelId id, Webhook webhook) {
        return actors.delivery(id, replyTo -> new DeliveryCommand.RetryDeliveries(webhook.name(), replyTo));
    }

    private static <T> CompletionStage<List<T>> each(Asked asked, Function<ChannelId, CompletionStage<T>> question) {
        List<CompletableFuture<T>> answers = asked.page().channels().stream()
                .map(question)
                .map(CompletionStage::toCompletableFuture)
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private CompletionStage<Asked> asked(AdminRequest request) {
        String bucket = request.variable("bucket");
        String name = request.variable("name");
        return actors.find(bucket).thenCompose(found -> {
            Webhook webhook = found
                    .orElseThrow(() -> AdminException.notFound("There is no bucket " + bucket + '.'))
                    .settings()
                    .webhooks()
                    .stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> AdminException.notFound("There is no webhook " + name + '.'));
            return page(request, bucket).thenApply(page -> new Asked(webhook, page));
        });
    }

    private CompletionStage<Page> page(AdminRequest request, String bucket) {
        Optional<String> channel = request.parameter("channel");
        if (channel.isPresent()) {
            if (!ChannelId.isValidChannelName(channel.get())) {
                throw AdminException.invalid("channel: expected a channel's name");
            }
            return CompletableFuture.completedFuture(
                    new Page(List.of(new ChannelId(bucket, channel.get())), Optional.empty()));
        }
        String marker = request.parameter("marker").orElse("");
        CompletionStage<BucketReply.ChannelList> list =
                actors.bucket(bucket, replyTo -> new BucketCommand.ListChannels("", marker, MAX_CHANNELS, replyTo));
        return list.thenApply(reply -> {
            List<ChannelId> ids = new ArrayList<>();
            Optional<String> next = Optional.empty();
            if (reply instanceof BucketReply.ChannelPage page) {
                page.channels().forEach(entry -> ids.add(new ChannelId(bucket, entry.name())));
                next = page.nextMarker();
            }
            return new Page(ids, next);
        });
    }

    private static DeliveryReply.State state(String text) {
        return Arrays.stream(DeliveryReply.State.values())
                .filter(state -> state.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> AdminException.invalid("state: expected one of pending, delivered, failed"));
    }
}
