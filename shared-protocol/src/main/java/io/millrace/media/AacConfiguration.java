package io.millrace.media;

import io.netty.buffer.ByteBuf;

/**
 * An AAC AudioSpecificConfig (ISO/IEC 14496-3, section 1.6.2.1).
 *
 * @param objectType of the core coder: 2 is AAC-LC, also where SBR or PS lie on top
 * @param frequencyIndex of the core coder, 0 to 12; the nearest one if the rate is given as a number
 * @param channelConfiguration 0 to 15
 * @param description of what is heard, with SBR and PS if they are announced
 */
public record AacConfiguration(
        int objectType, int frequencyIndex, int channelConfiguration, AudioDescription description) {
    private static final int[] SAMPLE_RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};
    private static final int MAX_BYTES = 64;
    private static final int LAST_PLAIN_TYPE = 4;
    private static final int SBR = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int EXPLICIT_RATE = 15;
    private static final int EXTENDED_OBJECT_TYPE = 31;
    private static final int SBR_SYNC = 0x2b7;
    private static final int PARAMETRIC_STEREO_SYNC = 0x548;

    /**
     * @param frame a CONFIG frame of AAC, whose reference the caller keeps
     * @throws MalformedMediaException if it breaks its format
     */
    public static AacConfiguration read(Frame frame) {
        ByteBuf payload = frame.payload();
        byte[] bytes = new byte[Math.min(payload.readableBytes(), MAX_BYTES)];
        payload.readBytes(bytes);
        return read(new BitReader(bytes));
    }

    private static AacConfiguration read(BitReader in) {
        int objectType = readObjectType(in);
        int coreRate = readRate(in);
        int channelConfiguration = in.bits(4);
        int heardRate = coreRate;
        boolean stereo = objectType == PARAMETRIC_STEREO;
        if (objectType == SBR || objectType == PARAMETRIC_STEREO) {
            heardRate = readRate(in);
            objectType = readObjectType(in);
        } else if (skipCoder(in, objectType, channelConfiguration) && isNext(in, SBR_SYNC, 16) && in.bits(5) == SBR) {
            boolean sbr = in.flag();
            heardRate = sbr ? readRate(in) : coreRate;
            stereo = sbr && isNext(in, PARAMETRIC_STEREO_SYNC, 12) && in.flag();
        }
        int channels = stereo && channelConfiguration == 1 ? 2 : CHANNELS[channelConfiguration];
        return new AacConfiguration(
                objectType, indexOf(coreRate), channelConfiguration, new AudioDescription(heardRate, channels));
    }

    private static int readObjectType(BitReader in) {
        int type = in.bits(5);
        return type == EXTENDED_OBJECT_TYPE ? 32 + in.bits(6) : type;
    }

    private static int readRate(BitReader in) {
        int index = in.bits(4);
        if (index == EXPLICIT_RATE) {
            return in.bits(24);
        }
        if (index >= SAMPLE_RATES.length) {
            throw new MalformedMediaException("AAC sampling frequency index: " + index + " (expected: 0 .. 12, 15)");
        }
        return SAMPLE_RATES[index];
    }

    /** Skips the coder's own part (section 4.4.1) if it is one of the plain ones and so of a known size. */
    private static boolean skipCoder(BitReader in, int objectType, int channelConfiguration) {
        if (objectType < 1 || objectType > LAST_PLAIN_TYPE || channelConfiguration == 0 || in.remaining() < 3) {
            return false;
        }
        in.skip(1);
        boolean dependsOnCore = in.flag();
        int rest = (dependsOnCore ? 14 : 0) + 1;
        boolean fits = in.remaining() >= rest;
        in.skip(fits ? rest : 0);
        return fits;
    }

    private static boolean isNext(BitReader in, int syncWord, int neededBits) {
        return in.remaining() >= neededBits && in.bits(11) == syncWord;
    }

    /** A rate that the table lacks counts as the nearest one, since ADTS can say no other. */
    private static int indexOf(int rate) {
        int nearest = 0;
        for (int i = 1; i < SAMPLE_RATES.length; i++) {
            if (Math.abs(SAMPLE_RATES[i] - rate) < Math.abs(SAMPLE_RATES[nearest] - rate)) {
                nearest = i;
            }
        }
        return nearest;
    }
}
