package io.millrace.controlplane.oss;

import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketIndexCommand;
import io.millrace.channel.BucketName;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.controlplane.Actors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operations on buckets. */
final class BucketOperations {
    private static final String PUBLISH_CONFLICT = "x-oss-publish-conflict";
    private static final String LIVE_HLS = "x-oss-live-hls";

    private final Actors actors;
    private final ObjectLister objects;
    private final BucketDocuments documents;
    private final int maxChannels;

    /** @param maxChannels how many channels a new bucket may have */
    BucketOperations(Actors actors, ObjectLister objects, PublicUrls urls, int maxChannels) {
        this.actors = actors;
        this.objects = objects;
        this.documents = new BucketDocuments(urls);
        this.maxChannels = maxChannels;
    }

    CompletionStage<OssResponse> list(OssRequest request) {
        ListArguments arguments = ListArguments.of(request, "marker");
        CompletionStage<BucketIndexCommand.BucketNames> answer =
                actors.bucketIndex(BucketIndexCommand.ListBuckets::new);
        return answer.thenCompose(all -> {
            List<String> matching = all.names().stream()
                    .filter(name -> name.startsWith(arguments.prefix()) && name.compareTo(arguments.marker()) > 0)
                    .limit(arguments.maxKeys() + 1L)
                    .toList();
            boolean more = matching.size() > arguments.maxKeys();
            List<String> page = more ? matching.subList(0, arguments.maxKeys()) : matching;
            Optional<String> next = more ? Optional.of(page.get(page.size() - 1)) : Optional.empty();
            return describe(page).thenApply(buckets -> OssResponse.xml(200, documents.list(arguments, buckets, next)));
        });
    }

    /** A bucket that is deleted meanwhile is left out. */
    private CompletionStage<List<Bucket>> describe(List<String> names) {
        CompletionStage<List<Bucket>> buckets = CompletableFuture.completedFuture(new ArrayList<>());
        for (CompletionStage<Optional<Bucket>> answer :
                names.stream().map(actors::find).toList()) {
            buckets = buckets.thenCombine(answer, (list, bucket) -> {
                bucket.ifPresent(list::add);
                return list;
            });
        }
        return buckets;
    }

    /**
     * PutBucket; of an existing bucket it changes what is given: the ACL, and by headers of our own whether a
     * second publisher takes a channel over or is refused ({@value #PUBLISH_CONFLICT}), and whether the channels have
     * HLS ({@value #LIVE_HLS}).
     */
    CompletionStage<OssResponse> put(OssRequest request, String name) {
        if (!BucketName.isValid(name)) {
            throw OssErrors.invalidBucketName(name);
        }
        Changes changes = new Changes(acl(request), takeOver(request), hls(request));
        request.body().discard();
        OssResponse created = OssResponse.empty(200).with("Location", '/' + name);
        return actors.find(name).thenCompose(found -> {
            if (found.isEmpty()) {
                return create(name, changes).thenApply(done -> created);
            }
            return changes.isEmpty()
                    ? CompletableFuture.completedFuture(created)
                    : change(found.get(), changes).thenApply(done -> created);
        });
    }

    private CompletionStage<Void> create(String name, Changes changes) {
        BucketSettings settings =
                changes.to(BucketSettings.of(BucketAcl.PRIVATE, false, false, true, false, maxChannels));
        CompletionStage<BucketReply.BucketCreation> reply =
                actors.bucket(name, replyTo -> new BucketCommand.CreateBucket(settings, replyTo));
        return reply.thenAccept(creation -> {
            if (creation instanceof BucketReply.TooManyBuckets full) {
                throw OssErrors.tooManyBuckets(full.limit());
            }
            if (!(creation instanceof BucketReply.Done)) {
                throw OssErrors.unavailable();
            }
        });
    }

    CompletionStage<OssResponse> putAcl(OssRequest request, Bucket bucket) {
        BucketAcl acl = acl(request)
                .orElseThrow(() -> OssErrors.invalidArgument("The x-oss-acl header is missing.", "0015-00000204"));
        request.body().discard();
        return change(bucket, new Changes(Optional.of(acl), Optional.empty(), Optional.empty()))
                .thenApply(done -> OssResponse.empty(200));
    }

    private CompletionStage<Void> change(Bucket bucket, Changes changes) {
        BucketSettings wanted = changes.to(bucket.settings());
        CompletionStage<BucketReply.BucketDone> reply =
                actors.bucket(bucket.name(), replyTo -> new BucketCommand.PutSettings(wanted, replyTo));
        return reply.thenAccept(put -> {
            if (!(put instanceof BucketReply.Done)) {
                throw OssErrors.noSuchBucket(bucket.name());
            }
        });
    }

    /** What a request sets of a bucket; the rest stays. */
    private record Changes(Optional<BucketAcl> acl, Optional<Boolean> takeOver, Optional<Boolean> hls) {
        boolean isEmpty() {
            return acl.isEmpty() && takeOver.isEmpty() && hls.isEmpty();
        }

        /** Who sets an access rule means it for everybody, as OSS does, not only for this machine. */
        BucketSettings to(BucketSettings now) {
            return new BucketSettings(
                    acl.orElse(now.acl()),
                    acl.isEmpty() && now.anonymousLocalOnly(),
                    now.autoCreateChannels(),
                    takeOver.orElse(now.takeOver()),
                    hls.map(on -> !on).orElse(now.liveOnly()),
                    now.maxChannels(),
                    now.security(),
                    now.limits(),
                    now.webhooks());
        }
    }

    private static Optional<BucketAcl> acl(OssRequest request) {
        return request.header("x-oss-acl").map(text -> Arrays.stream(BucketAcl.values())
                .filter(acl -> acl.wireName().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> OssErrors.invalidArgument("no such bucket access control exists", "0015-00000204")));
    }

    private static Optional<Boolean> takeOver(OssRequest request) {
        return request.header(PUBLISH_CONFLICT).map(text -> switch (text.strip()) {
            case "takeover" -> true;
            case "reject" -> false;
            default -> throw OssErrors.invalidArgument(PUBLISH_CONFLICT + " is takeover or reject.", "");
        });
    }

    private static Optional<Boolean> hls(OssRequest request) {
        return request.header(LIVE_HLS).map(text -> switch (text.strip()) {
            case "on" -> true;
            case "off" -> false;
            default -> throw OssErrors.invalidArgument(LIVE_HLS + " is on or off.", "");
        });
    }

    CompletionStage<OssResponse> delete(Bucket bucket) {
        String name = bucket.name();
        return objects.list(name, "", "", "", 1).thenCompose(page -> {
            if (!page.objects().isEmpty()) {
                throw OssErrors.bucketNotEmpty(name);
            }
            CompletionStage<BucketReply.BucketDeletion> reply = actors.bucket(name, BucketCommand.DeleteBucket::new);
            return reply.thenCompose(deletion -> cleanUp(name, deletion));
        });
    }

    private CompletionStage<OssResponse> cleanUp(String name, BucketReply.BucketDeletion deletion) {
        if (deletion instanceof BucketReply.NotEmpty) {
            throw OssErrors.bucketNotEmpty(name);
        }
        if (deletion instanceof BucketReply.NoSuchBucket) {
            throw OssErrors.noSuchBucket(name);
        }
        if (deletion instanceof BucketReply.Unavailable) {
            throw OssErrors.unavailable();
        }
        return objects.deleteOwn(name).thenApply(done -> OssResponse.empty(204));
    }

    CompletionStage<OssResponse> info(Bucket bucket) {
        return CompletableFuture.completedFuture(OssResponse.xml(200, documents.info(bucket)));
    }

    CompletionStage<OssResponse> acl(Bucket bucket) {
        return CompletableFuture.completedFuture(OssResponse.xml(200, BucketDocuments.acl(bucket)));
    }

    CompletionStage<OssResponse> location() {
        return CompletableFuture.completedFuture(OssResponse.xml(200, BucketDocuments.location()));
    }
}
