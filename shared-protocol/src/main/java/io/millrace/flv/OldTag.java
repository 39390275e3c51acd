package io.millrace.flv;

import io.millrace.media.AudioDescription;
import io.millrace.media.Codec;
import io.millrace.media.Frame;
import io.millrace.media.MediaKind;
import io.millrace.media.Mp3Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Writes tags in the old form. The coded payload is that of the enhanced form, so only the header is made anew; the
 * payload's bytes are shared.
 */
final class OldTag {
    static final int AVC = 7;
    static final int HEVC = 12;
    static final int AV1 = 13;
    static final int MP3 = 2;
    static final int AAC = 10;
    static final int OPUS = 13;

    /** 44 kHz, 16 bits, stereo: what AAC always says, whatever it is. */
    private static final int USUAL_SOUND = 0xF;

    private static final int MP3_AT_8_KHZ = 14;
    private static final int KEY_FRAME = 1;
    private static final int VIDEO_HEADER_BYTES = 5;

    private OldTag() {}

    /** Whether the old form has a way to say it, given that it has an id for the codec. */
    static boolean canSay(Frame frame) {
        return switch (frame.type()) {
            case METADATA, FURTHER_CONFIG -> false;
            case END_OF_SEQUENCE -> frame.kind() == MediaKind.VIDEO;
            case CONFIG -> frame.codec() != Codec.MP3;
            case CODED -> true;
        };
    }

    /** @return a frame of its own, which the caller releases; {@code frame} stays the caller's */
    static Frame of(Frame frame) {
        boolean video = frame.kind() == MediaKind.VIDEO;
        ByteBuf header = Unpooled.buffer(VIDEO_HEADER_BYTES, VIDEO_HEADER_BYTES);
        if (video) {
            writeVideo(frame, header);
        } else {
            writeAudio(frame, header);
        }
        return EnhancedHeader.withHeader(frame, header);
    }

    private static void writeVideo(Frame frame, ByteBuf out) {
        boolean coded = frame.type() == Frame.Type.CODED;
        int frameType = coded ? EnhancedHeader.videoFrameType(frame) : KEY_FRAME;
        out.writeByte(frameType << 4 | videoId(frame.codec()));
        out.writeByte(packetType(frame));
        out.writeMedium(coded ? frame.compositionOffsetMillis() : 0);
    }

    private static int packetType(Frame frame) {
        return switch (frame.type()) {
            case CONFIG -> 0;
            case END_OF_SEQUENCE -> 2;
            default -> 1;
        };
    }

    private static void writeAudio(Frame frame, ByteBuf out) {
        if (frame.codec() == Codec.MP3) {
            out.writeByte(mp3Header(frame));
            return;
        }
        out.writeByte((frame.codec() == Codec.AAC ? AAC : OPUS) << 4 | USUAL_SOUND);
        out.writeByte(packetType(frame));
    }

    private static int mp3Header(Frame frame) {
        AudioDescription sound = Mp3Header.read(frame).orElse(new AudioDescription(44100, 2));
        if (sound.sampleRate() == 8000) {
            return MP3_AT_8_KHZ << 4 | 2 | stereo(sound);
        }
        int rate = sound.sampleRate() >= 32000 ? 3 : sound.sampleRate() >= 22050 ? 2 : 1;
        return MP3 << 4 | rate << 2 | 2 | stereo(sound);
    }

    private static int stereo(AudioDescription sound) {
        return sound.channels() == 1 ? 0 : 1;
    }

    static int videoId(Codec codec) {
        return switch (codec) {
            case H264 -> AVC;
            case HEVC -> HEVC;
            case AV1 -> AV1;
            default -> throw new IllegalArgumentException("no old video id: " + codec);
        };
    }

    static int audioId(Codec codec) {
        return switch (codec) {
            case AAC -> AAC;
            case MP3 -> MP3;
            case OPUS -> OPUS;
            default -> throw new IllegalArgumentException("no old audio id: " + codec);
        };
    }
}
