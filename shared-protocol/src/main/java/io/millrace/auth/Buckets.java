package io.millrace.auth;

import io.millrace.channel.BucketReply.Bucket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What this node knows of the buckets; answers from a short-lived cache, and asks their actors when that is stale. */
public interface Buckets {
    CompletionStage<Optional<Bucket>> find(String name);

    CompletionStage<List<String>> names();
}
