package io.millrace.media;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.VideoInfo;
import java.util.Optional;

/**
 * Tells what a feed carries: codecs, picture size and sound format from the configurations, rates as measured over the
 * last seconds of stream time. Not thread-safe: used by the feed's single writer.
 */
public final class MediaMeter {
    private static final AudioDescription UNKNOWN_AUDIO = new AudioDescription(0, 0);

    private final RateWindow videoRate = new RateWindow();
    private final RateWindow audioRate = new RateWindow();
    private Codec videoCodec;
    private Codec audioCodec;
    private VideoDescription video = VideoDescription.UNKNOWN;
    private AudioDescription audio = UNKNOWN_AUDIO;

    /** @param frame on the feed's time line; the caller keeps its reference */
    public void add(Frame frame) {
        if (frame.type() == Frame.Type.METADATA || frame.type() == Frame.Type.FURTHER_CONFIG) {
            return;
        }
        if (frame.kind() == MediaKind.VIDEO) {
            addVideo(frame);
        } else if (frame.kind() == MediaKind.AUDIO) {
            addAudio(frame);
        }
    }

    private void addVideo(Frame frame) {
        if (frame.codec() != videoCodec) {
            videoCodec = frame.codec();
            video = VideoDescription.UNKNOWN;
        }
        if (frame.type() == Frame.Type.CONFIG && (videoCodec == Codec.H264 || videoCodec == Codec.HEVC)) {
            video = VideoConfiguration.read(frame).description();
        } else if (frame.type() == Frame.Type.CODED) {
            videoRate.add(frame.timestampMillis(), frame.body().readableBytes());
        }
    }

    private void addAudio(Frame frame) {
        if (frame.codec() != audioCodec) {
            audioCodec = frame.codec();
            audio = UNKNOWN_AUDIO;
        }
        if (frame.type() == Frame.Type.CONFIG && audioCodec == Codec.AAC) {
            audio = AacConfiguration.read(frame).description();
        } else if (frame.type() == Frame.Type.CODED) {
            if (audioCodec == Codec.MP3 && audio == UNKNOWN_AUDIO) {
                audio = Mp3Header.read(frame).orElse(UNKNOWN_AUDIO);
            }
            audioRate.add(frame.timestampMillis(), frame.body().readableBytes());
        }
    }

    /** What is known and measured now. */
    public MediaInfo measure() {
        return new MediaInfo(
                Optional.ofNullable(videoCodec).map(this::video),
                Optional.ofNullable(audioCodec).map(this::audio));
    }

    private VideoInfo video(Codec codec) {
        return new VideoInfo(
                name(codec), video.width(), video.height(), videoRate.framesPerSecond(), videoRate.bytesPerSecond());
    }

    private AudioInfo audio(Codec codec) {
        return new AudioInfo(name(codec), audio.sampleRate(), audio.channels(), audioRate.bytesPerSecond());
    }

    /** As OSS names codecs. */
    private static String name(Codec codec) {
        return codec == Codec.HEVC ? "H265" : codec.name();
    }
}
