package io.millrace.controlplane.admin;

import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketSettings;
import io.millrace.controlplane.Actors;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Buckets and their settings; made and deleted by the OSS API. */
public final class BucketResource {
    private final Actors actors;
    private final AdminJson json = new AdminJson();
    private final BucketSettingsCheck check;

    public BucketResource(Actors actors, BucketSettingsCheck check) {
        this.actors = actors;
        this.check = check;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/buckets", this::list),
                Route.of("GET", "/v1/buckets/{bucket}", this::get),
                Route.of("PATCH", "/v1/buckets/{bucket}/settings", this::patch));
    }

    private CompletionStage<AdminResponse> list(AdminRequest request) {
        CompletionStage<BucketIndexCommand.BucketNames> names = actors.bucketIndex(BucketIndexCommand.ListBuckets::new);
        return names.thenApply(all -> AdminResponse.ok(Map.of("buckets", all.names())));
    }

    private CompletionStage<AdminResponse> get(AdminRequest request) {
        return bucket(request).thenApply(AdminResponse::ok);
    }

    private CompletionStage<BucketReply.Bucket> bucket(AdminRequest request) {
        String name = request.variable("bucket");
        return actors.find(name)
                .thenApply(
                        found -> found.orElseThrow(() -> AdminException.notFound("There is no bucket " + name + '.')));
    }

    private CompletionStage<AdminResponse> patch(AdminRequest request) {
        if (!request.body().isObject()) {
            throw AdminException.invalid("body: expected an object with the settings to change.");
        }
        return bucket(request).thenCompose(bucket -> {
            WebhookPatch.complete(request.body(), bucket.settings());
            BucketSettings wanted = json.patched(bucket.settings(), request.body(), BucketSettings.class);
            check.check(wanted);
            CompletionStage<BucketReply.BucketDone> done =
                    actors.bucket(bucket.name(), replyTo -> new BucketCommand.PutSettings(wanted, replyTo));
            return done.thenApply(reply -> {
                if (reply instanceof BucketReply.NoSuchBucket) {
                    throw AdminException.notFound("There is no bucket " + bucket.name() + '.');
                }
                return AdminResponse.ok(wanted);
            });
        });
    }
}
