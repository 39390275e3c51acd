package io.millrace.media;

import io.millrace.channel.AudioInfo;
import io.millrace.channel.MediaInfo;
import io.millrace.channel.VideoInfo;
import java.util.Optional;

/**
 * Tells what a feed carries: codecs, picture size and sound format from the configurations or key frames, rates as measured over the
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
        describePicture(frame).ifPresent(described -> video = described);
        if (frame.type() == Frame.Type.CODED) {
            videoRate.add(frame.timestampMillis(), frame.body().readableBytes());
        }
    }

    private static Optional<VideoDescription> describePicture(Frame frame) {
        boolean config = frame.type() == Frame.Type.CONFIG;
        if (!config && !frame.isKeyFrame()) {
            return Optional.empty();
        }
        return switch (frame.codec()) {
            case H264, HEVC ->
                config ? Optional.of(VideoConfiguration.read(frame).description()) : Optional.empty();
            case AV1 -> config ? Av1SequenceHeader.ofRecord(frame.payload()) : Av1SequenceHeader.find(frame.payload());
            case VP8 -> config ? Optional.empty() : VpxKeyFrame.readVp8(frame.payload());
            case VP9 -> config ? Optional.empty() : VpxKeyFrame.readVp9(frame.payload());
            default -> Optional.empty();
        };
    }

    private void addAudio(Frame frame) {
        if (frame.codec() != audioCodec) {
            audioCodec = frame.codec();
            audio = UNKNOWN_AUDIO;
        }
        if (frame.type() == Frame.Type.CONFIG) {
            describeSound(frame).ifPresent(described -> audio = described);
        } else if (frame.type() == Frame.Type.CODED) {
            if (audioCodec == Codec.MP3 && audio == UNKNOWN_AUDIO) {
                audio = Mp3Header.read(frame).orElse(UNKNOWN_AUDIO);
            }
            audioRate.add(frame.timestampMillis(), frame.body().readableBytes());
        }
    }

    private static Optional<AudioDescription> describeSound(Frame configuration) {
        return switch (configuration.codec()) {
            case AAC -> Optional.of(AacConfiguration.read(configuration).description());
            case OPUS -> SoundHeaders.readOpus(configuration.payload());
            case FLAC -> SoundHeaders.readFlac(configuration.payload());
            default -> Optional.empty();
        };
    }

    /** What is known and measured now. */
    public MediaInfo measure() {
        return new MediaInfo(
                Optional.ofNullable(videoCodec).map(this::video),
                Optional.ofNullable(audioCodec).map(this::audio));
    }

    private VideoInfo video(Codec codec) {
        return new VideoInfo(
                codec.ossName(),
                video.width(),
                video.height(),
                videoRate.framesPerSecond(),
                videoRate.bytesPerSecond());
    }

    private AudioInfo audio(Codec codec) {
        return new AudioInfo(codec.ossName(), audio.sampleRate(), audio.channels(), audioRate.bytesPerSecond());
    }
}
