package io.millrace.mpegts;

import io.millrace.media.Codec;

/** The stream_type values of a program map (ISO/IEC 13818-1, table 2-34). */
final class StreamType {
    static final int MPEG1_AUDIO = 0x03;
    static final int AAC_ADTS = 0x0f;
    static final int H264 = 0x1b;
    static final int HEVC = 0x24;

    private StreamType() {}

    /** 0 if a transport stream of ours cannot carry the codec. */
    static int of(Codec codec) {
        return switch (codec) {
            case H264 -> H264;
            case HEVC -> HEVC;
            case AAC -> AAC_ADTS;
            case MP3 -> MPEG1_AUDIO;
            default -> 0;
        };
    }
}
