package io.millrace.controlplane.oss;

import java.util.concurrent.CompletionStage;

/** The body of a request, which has not been read yet. Of both methods at most one is called, once. */
public interface RequestBody {
    /** Reads it whole; fails with {@link RequestBodyException}, if it is longer than that for one. */
    CompletionStage<byte[]> read(int maxBytes);

    /** Skips it, so that the connection can take the next request. */
    void discard();
}
