package io.millrace.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists one of our buckets out of an S3 bucket. What a delimiter folds, the store is asked to fold only if that is a
 * slash, as many know no other; it is done here again, which changes nothing that was folded already. A key after which
 * to go on is always told as a start, never as a continuation token: those end with the store's own pages.
 */
final class S3Listing {
    /** The most that S3 answers at once. */
    private static final int MAX_PAGE = 1000;

    /** Behind all that can follow a folded prefix, but for keys that contain it, too: they are left out here. */
    private static final String LAST_CHARACTER = "\uDBFF\uDFFD";

    private final S3Client client;
    private final String s3Bucket;

    S3Listing(S3Client client, String s3Bucket) {
        this.client = client;
        this.s3Bucket = s3Bucket;
    }

    ObjectListing of(String bucket, String prefix, String marker, String delimiter, int maxKeys) {
        if (maxKeys < 1) {
            throw new ObjectStoreException("maxKeys: " + maxKeys + " (expected: at least 1)");
        }
        String passed = marker.isEmpty() ? "" : S3Keys.ofMarker(bucket, marker);
        Page page = new Page(bucket, S3Keys.ofPrefix(bucket, prefix), passed, delimiter, maxKeys);
        boolean more = true;
        while (more && !page.isFull()) {
            ListObjectsV2Response answer = ask(page);
            page.add(answer);
            more = answer.isTruncated();
        }
        return page.listing(more);
    }

    private ListObjectsV2Response ask(Page page) {
        return client.listObjectsV2(request -> request.bucket(s3Bucket)
                // Else a key with a control character would spoil the answer's XML; the SDK decodes it.
                .encodingType(EncodingType.URL)
                .prefix(page.prefix)
                .startAfter(page.start())
                .delimiter("/".equals(page.delimiter) ? "/" : null)
                .maxKeys(Math.min(MAX_PAGE, page.missing())));
    }

    /** What was found, by the keys that the store has. */
    private static final class Page {
        private final String bucket;
        private final String prefix;
        private final String delimiter;
        private final int maxKeys;

        /** Entries up to this one were named before. */
        private final String passed;

        private final TreeMap<String, Optional<ObjectInfo>> entries = new TreeMap<>(KeyListing.UTF8_ORDER);

        /** The last object that the store named. */
        private String seen = "";

        private boolean cut;

        Page(String bucket, String prefix, String passed, String delimiter, int maxKeys) {
            this.bucket = bucket;
            this.prefix = prefix;
            this.passed = passed;
            this.delimiter = delimiter;
            this.maxKeys = maxKeys;
        }

        boolean isFull() {
            return entries.size() >= maxKeys;
        }

        int missing() {
            return maxKeys - entries.size();
        }

        void add(ListObjectsV2Response answer) {
            for (S3Object object : answer.contents()) {
                String key = object.key();
                seen = key;
                int fold = foldEnd(key);
                if (fold < 0) {
                    offer(key, Optional.of(info(object)));
                } else {
                    offer(key.substring(0, fold), Optional.empty());
                }
            }
            for (CommonPrefix folded : answer.commonPrefixes()) {
                offer(folded.prefix(), Optional.empty());
            }
        }

        private void offer(String entry, Optional<ObjectInfo> object) {
            if (KeyListing.UTF8_ORDER.compare(entry, passed) > 0) {
                entries.put(entry, object);
                if (entries.size() > maxKeys) {
                    entries.pollLastEntry();
                    cut = true;
                }
            }
        }

        private ObjectInfo info(S3Object object) {
            return new ObjectInfo(
                    bucket,
                    S3Keys.keyOf(bucket, object.key()),
                    object.size(),
                    S3ObjectStore.unquoted(object.eTag()),
                    "",
                    object.lastModified());
        }

        private String last() {
            return entries.isEmpty() ? passed : entries.lastKey();
        }

        /** After what the store is to go on: what was named, all that was folded with it, and all that was seen. */
        String start() {
            String last = last();
            int fold = last.startsWith(prefix) ? foldEnd(last) : -1;
            String start = fold < 0 ? last : last.substring(0, fold) + LAST_CHARACTER;
            String furthest = KeyListing.UTF8_ORDER.compare(start, seen) < 0 ? seen : start;
            return furthest.isEmpty() ? null : furthest;
        }

        private int foldEnd(String s3Key) {
            int at = delimiter.isEmpty() ? -1 : s3Key.indexOf(delimiter, prefix.length());
            return at < 0 ? -1 : at + delimiter.length();
        }

        ObjectListing listing(boolean more) {
            List<ObjectInfo> objects = new ArrayList<>();
            List<String> folded = new ArrayList<>();
            for (Map.Entry<String, Optional<ObjectInfo>> entry : entries.entrySet()) {
                entry.getValue().ifPresentOrElse(objects::add, () -> folded.add(S3Keys.keyOf(bucket, entry.getKey())));
            }
            Optional<String> next = more || cut ? Optional.of(S3Keys.keyOf(bucket, last())) : Optional.empty();
            return new ObjectListing(objects, folded, next);
        }
    }
}
