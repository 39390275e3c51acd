package io.millrace.stream;

import io.millrace.media.Frame;

/**
 * Turns the frames of one feed into the bytes of one container format and appends them to a stream log. A muxer keeps
 * the latest metadata and decoder configurations, from which it makes the preamble that it notes at each random access
 * point. Not thread-safe: called by the feed's single writer only.
 */
public interface Muxer {
    /**
     * Appends the frame in this format, or leaves it out if the format cannot carry its codec.
     *
     * @param frame the caller keeps its reference
     */
    void write(Frame frame, StreamLog log);

    /**
     * The next frame comes from another publisher: metadata and configurations of the one before count no more, since
     * its tracks may be gone. Time goes on.
     */
    default void beginSession() {}
}
