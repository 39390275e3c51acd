package io.millrace.edge;

import io.millrace.flv.FlvSample;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import java.util.List;

/** Captured frames for a test to publish; they keep their memory until the test is over. */
record Sample(List<Frame> frames) {
    static Sample of(String name) {
        return new Sample(FlvSample.frames(name));
    }

    static Sample h264() {
        return of("h264-aac.flv");
    }

    Sample only(MediaKind kind) {
        return new Sample(frames.stream().filter(frame -> frame.kind() == kind).toList());
    }

    /** The same, so much later. */
    Sample later(long millis) {
        return new Sample(frames.stream()
                .map(frame -> frame.at(frame.timestampMillis() + millis))
                .toList());
    }

    Sample until(long millis) {
        return new Sample(frames.stream()
                .filter(frame -> frame.timestampMillis() < millis)
                .toList());
    }

    Sample from(long millis) {
        return new Sample(frames.stream()
                .filter(frame -> frame.timestampMillis() >= millis)
                .toList());
    }
}
