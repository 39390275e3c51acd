package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands a muxer of tags each frame in the form that its players read, and leaves out what that form cannot say. */
public final class FormMuxer implements Muxer {
    private final TagForm form;
    private final Muxer muxer;
    private final Consumer<Codec> leftOut;

    /**
     * @param muxer of FLV or RTMP, which carry every tag as it is
     * @param leftOut is told of each coding that the form cannot say, as often as it comes
     */
    public FormMuxer(TagForm form, Muxer muxer, Consumer<Codec> leftOut) {
        this.form = form;
        this.muxer = muxer;
        this.leftOut = leftOut;
    }

    @Override
    public void beginSession() {
        muxer.beginSession();
    }

    @Override
    public void write(Frame frame, StreamLog log) {
        Optional<Frame> converted = form.convert(frame);
        if (converted.isEmpty()) {
            leaveOut(frame);
        } else if (converted.get() == frame) {
            muxer.write(frame, log);
        } else {
            write(converted.get(), log, muxer);
        }
    }

    private static void write(Frame own, StreamLog log, Muxer muxer) {
        try {
            muxer.write(own, log);
        } finally {
            own.release();
        }
    }

    private void leaveOut(Frame frame) {
        if (frame.type() == Frame.Type.CODED) {
            leftOut.accept(frame.codec());
        }
    }
}
