package io.millrace.webhook;

import io.millrace.channel.Bearer;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Webhook;
import java.util.List;
import java.util.Optional;

/**
 * A stream that a client publishes or plays, or wants to.
 *
 * @param param the query, with its question mark; empty if there is none
 * @param bearer of the token that gives the right to it
 */
record Claim(Bucket bucket, ChannelId channel, String param, Optional<Bearer> bearer) {
    List<Webhook> webhooks() {
        return bucket.settings().webhooks();
    }
}
