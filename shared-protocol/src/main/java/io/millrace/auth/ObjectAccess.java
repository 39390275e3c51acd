package io.millrace.auth;

import java.util.concurrent.CompletionStage;

/** Decides on reads over HTTP. Never blocks, never fails: what cannot be decided is refused. */
public interface ObjectAccess {
    CompletionStage<ObjectDecision> decide(HttpObjectRequest request);
}
