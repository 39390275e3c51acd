package io.millrace.auth;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;

/** Whether somebody may publish or play a stream, and which channel that is. */
public sealed interface AccessDecision {
    record Granted(ChannelId channel, Bucket bucket, Right right) implements AccessDecision {}

    /** @param message one sentence for a person, without secrets */
    record Refused(Reason reason, String message) implements AccessDecision {}

    enum Reason {
        /** The address names no possible channel. */
        BAD_ADDRESS,
        NO_SUCH_BUCKET,
        /** Neither a credential nor the bucket's access rule allows it. */
        ACCESS_DENIED,
        /** A credential is there but wrong. */
        BAD_SIGNATURE,
        /** A token is there, but is none that counts. */
        BAD_TOKEN,
        EXPIRED,
        /** The decision could not be made now. */
        UNAVAILABLE
    }
}
