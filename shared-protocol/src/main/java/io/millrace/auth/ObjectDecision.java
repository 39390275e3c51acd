package io.millrace.auth;

import io.millrace.channel.BucketReply.Bucket;
import io.millrace.rtmp.address.Parameter;
import java.util.List;
import java.util.Optional;

/** Whether somebody may read an object or play a stream over HTTP, and which bucket and key the address means. */
public sealed interface ObjectDecision {
    /**
     * @param key percent-decoded, without the leading slash; empty for the bucket itself
     * @param signer the key that signed the request, if it was signed
     */
    record Granted(Bucket bucket, String key, List<Parameter> parameters, Optional<AccessKey> signer, Right right)
            implements ObjectDecision {}

    /** @param message one sentence for a person, without secrets */
    record Refused(AccessDecision.Reason reason, String message) implements ObjectDecision {}
}
