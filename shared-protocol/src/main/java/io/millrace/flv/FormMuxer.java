package io.millrace.flv;

import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.stream.Muxer;
import io.millrace.stream.StreamLog;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a muxer of tags each frame in the form that its players read, and leaves out what that form cannot say. */
public final class FormMuxer implements Muxer {
    private static final Logger LOG = LoggerFactory.getLogger(FormMuxer.class);

    private final TagForm form;
    private final Muxer muxer;
    private final Set<Codec> leftOut = EnumSet.noneOf(Codec.class);

    /** @param muxer of FLV or RTMP, which carry every tag as it is */
    public FormMuxer(TagForm form, Muxer muxer) {
        this.form = form;
        this.muxer = muxer;
    }

    @Override
    public void beginSession() {
        leftOut.clear();
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
        if (frame.type() == Frame.Type.CODED && leftOut.add(frame.codec())) {
            LOG.info("{} is left out for players of the {} form, which has no id for it", frame.codec(), form);
        }
    }
}
