package io.millrace.edge.feed;

import io.millrace.audio.Adts;
import io.millrace.media.AacConfiguration;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MalformedMediaException;
import io.millrace.mpegts.TsMuxer;

/** What a session carries as far as it has shown: the codings of its sound and its picture. Not thread-safe. */
final class FeedTracks {
    /** Null as long as there was none; {@code OTHER_AUDIO} also for AAC that no format but FLV can name. */
    private Codec audio;

    private Codec video;

    /** The next frame comes from another publisher. */
    void beginSession() {
        audio = null;
        video = null;
    }

    /** Whether that frame says something new of the tracks. */
    boolean note(Frame frame) {
        if (frame.type() != Frame.Type.CODED && frame.type() != Frame.Type.CONFIG) {
            return false;
        }
        return switch (frame.kind()) {
            case VIDEO -> noteVideo(frame.codec());
            case AUDIO -> noteAudio(frame);
            case SCRIPT -> false;
        };
    }

    private boolean noteVideo(Codec codec) {
        boolean news = codec != video;
        video = codec;
        return news;
    }

    private boolean noteAudio(Frame frame) {
        Codec codec = frame.codec();
        if (codec == Codec.AAC) {
            if (frame.type() == Frame.Type.CODED) {
                // A coded frame says nothing that its configuration has not said.
                return false;
            }
            codec = isNamedByAdts(frame) ? Codec.AAC : Codec.OTHER_AUDIO;
        }
        boolean news = codec != audio;
        audio = codec;
        return news;
    }

    private static boolean isNamedByAdts(Frame configuration) {
        try {
            return Adts.carries(AacConfiguration.read(configuration));
        } catch (MalformedMediaException e) {
            return false;
        }
    }

    /** Whether the format has a place for some codings only, so that its viewers may have nothing to see or hear. */
    static boolean isSelective(StreamFormat format) {
        return format instanceof StreamFormat.Ts
                || format instanceof StreamFormat.Aac
                || format instanceof StreamFormat.Mp3;
    }

    Fit fit(StreamFormat format) {
        if (format instanceof StreamFormat.Aac) {
            return fit(Codec.AAC);
        } else if (format instanceof StreamFormat.Mp3) {
            return fit(Codec.MP3);
        } else if (format instanceof StreamFormat.Ts) {
            return fitOfTransportStream();
        }
        return Fit.CARRIED;
    }

    private Fit fit(Codec sound) {
        if (audio == null) {
            return Fit.UNKNOWN;
        }
        return audio == sound ? Fit.CARRIED : Fit.NOT_CARRIED;
    }

    private Fit fitOfTransportStream() {
        if (audio != null && TsMuxer.carries(audio) || video != null && TsMuxer.carries(video)) {
            return Fit.CARRIED;
        }
        return audio == null || video == null ? Fit.UNKNOWN : Fit.NOT_CARRIED;
    }
}
