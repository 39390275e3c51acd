package io.millrace.controlplane.oss;

import io.millrace.channel.SegmentPage;
import io.millrace.storage.ObjectInfo;
import io.millrace.storage.ObjectListing;
import io.millrace.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists a bucket's objects without Millrace's own, which all lie under one prefix. */
final class ObjectLister {
    /** Sorts after every key of that prefix. */
    private static final String AFTER_OWN = SegmentPage.PREFIX + Character.toString(Character.MAX_CODE_POINT);

    private final ObjectStore store;

    ObjectLister(ObjectStore store) {
        this.store = store;
    }

    CompletionStage<ObjectListing> list(String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        if (prefix.startsWith(SegmentPage.PREFIX)) {
            return CompletableFuture.completedFuture(new ObjectListing(List.of(), List.of(), Optional.empty()));
        }
        String from = marker.startsWith(SegmentPage.PREFIX) ? AFTER_OWN : marker;
        return store.list(bucket, prefix, from, delimiter, maxKeys).thenCompose(page -> {
            ObjectListing users = withoutOwn(page);
            int left = maxKeys - users.objects().size() - users.commonPrefixes().size();
            boolean whole = users.objects().size() == page.objects().size()
                    && users.commonPrefixes().size() == page.commonPrefixes().size();
            if (whole || page.nextMarker().isEmpty() || left == 0) {
                return CompletableFuture.completedFuture(users);
            }
            String next = page.nextMarker().get();
            return store.list(bucket, prefix, next.startsWith(SegmentPage.PREFIX) ? AFTER_OWN : next, delimiter, left)
                    .thenApply(rest -> joined(users, withoutOwn(rest)));
        });
    }

    private static ObjectListing withoutOwn(ObjectListing page) {
        List<ObjectInfo> objects = new ArrayList<>(page.objects());
        objects.removeIf(object -> object.key().startsWith(SegmentPage.PREFIX));
        List<String> prefixes = new ArrayList<>(page.commonPrefixes());
        prefixes.removeIf(prefix -> prefix.startsWith(SegmentPage.PREFIX));
        return new ObjectListing(objects, prefixes, page.nextMarker());
    }

    private static ObjectListing joined(ObjectListing first, ObjectListing second) {
        List<ObjectInfo> objects = new ArrayList<>(first.objects());
        objects.addAll(second.objects());
        List<String> prefixes = new ArrayList<>(first.commonPrefixes());
        prefixes.addAll(second.commonPrefixes());
        return new ObjectListing(objects, prefixes, second.nextMarker());
    }

    /** Deletes what Millrace itself has put into a bucket. */
    CompletionStage<Void> deleteOwn(String bucket) {
        return store.list(bucket, SegmentPage.PREFIX, "", "", 1000).thenCompose(page -> {
            CompletionStage<Void> deleted = CompletableFuture.completedFuture(null);
            for (ObjectInfo object : page.objects()) {
                deleted = deleted.thenCompose(done -> store.delete(bucket, object.key()));
            }
            return page.nextMarker().isEmpty() ? deleted : deleted.thenCompose(done -> deleteOwn(bucket));
        });
    }
}
