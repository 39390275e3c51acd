package io.millrace.auth;

import java.util.concurrent.CompletionStage;

/** Decides on RTMP publishes and plays. Never blocks, never fails: what cannot be decided is refused. */
public interface StreamAccess {
    CompletionStage<AccessDecision> decide(AccessRequest request);
}
