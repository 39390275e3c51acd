package io.millrace.media;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The codings that FLV and (enhanced) RTMP can name. A codec that no muxer but FLV can carry is still passed through
 * unchanged to the outputs that can.
 */
public enum Codec {
    H264(MediaKind.VIDEO),
    HEVC(MediaKind.VIDEO),
    AV1(MediaKind.VIDEO),
    VP8(MediaKind.VIDEO),
    VP9(MediaKind.VIDEO),
    /** Sorenson H.263, Screen video, VP6 and whatever else a video tag may name. */
    OTHER_VIDEO(MediaKind.VIDEO),
    AAC(MediaKind.AUDIO),
    MP3(MediaKind.AUDIO),
    OPUS(MediaKind.AUDIO),
    FLAC(MediaKind.AUDIO),
    AC3(MediaKind.AUDIO),
    EAC3(MediaKind.AUDIO),
    SPEEX(MediaKind.AUDIO),
    NELLYMOSER(MediaKind.AUDIO),
    G711_ALAW(MediaKind.AUDIO),
    G711_MULAW(MediaKind.AUDIO),
    ADPCM(MediaKind.AUDIO),
    PCM(MediaKind.AUDIO),
    OTHER_AUDIO(MediaKind.AUDIO),
    /** The coding of script frames. */
    AMF0(MediaKind.SCRIPT);

    private final MediaKind kind;

    Codec(MediaKind kind) {
        this.kind = kind;
    }

    public MediaKind kind() {
        return kind;
    }

    /** As OSS names it. */
    public String ossName() {
        return this == HEVC ? "H265" : name();
    }

    /** @return empty if a codec of that name is not known here */
    public static Optional<Codec> ofOssName(String name) {
        return Stream.of(values()).filter(codec -> codec.ossName().equals(name)).findFirst();
    }
}
