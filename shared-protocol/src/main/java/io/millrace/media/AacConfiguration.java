package io.millrace.media;

import io.netty.buffer.ByteBuf;

/**
 * An AAC AudioSpecificConfig (ISO/IEC 14496-3, section 1.6.2.1).
 *
 * @param objectType of the core coder: 2 is AAC-LC, also where SBR or PS lie on top
 * @param frequencyIndex of the core coder, 0 to 12
 * @param channelConfiguration 0 to 7
 * @param description of what is heard, SBR included
 */
public record AacConfiguration(
        int objectType, int frequencyIndex, int channelConfiguration, AudioDescription description) {
    private static final int[] SAMPLE_RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8};
    private static final int SBR = 5;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int EXPLICIT_RATE = 15;
    private static final int EXTENDED_OBJECT_TYPE = 31;

    /**
     * @param frame a CONFIG frame of AAC, whose reference the caller keeps
     * @throws MalformedMediaException if it breaks its format
     */
    public static AacConfiguration read(Frame frame) {
        ByteBuf payload = frame.payload();
        byte[] bytes = new byte[Math.min(payload.readableBytes(), 64)];
        payload.readBytes(bytes);
        BitReader in = new BitReader(bytes);
        int objectType = readObjectType(in);
        int frequencyIndex = readFrequencyIndex(in);
        int channelConfiguration = in.bits(4);
        int heardRate = SAMPLE_RATES[frequencyIndex];
        if (objectType == SBR || objectType == PARAMETRIC_STEREO) {
            heardRate = SAMPLE_RATES[readFrequencyIndex(in)];
            objectType = readObjectType(in);
        }
        int channels = channelConfiguration < CHANNELS.length ? CHANNELS[channelConfiguration] : 0;
        return new AacConfiguration(
                objectType, frequencyIndex, channelConfiguration, new AudioDescription(heardRate, channels));
    }

    private static int readObjectType(BitReader in) {
        int type = in.bits(5);
        return type == EXTENDED_OBJECT_TYPE ? 32 + in.bits(6) : type;
    }

    private static int readFrequencyIndex(BitReader in) {
        int index = in.bits(4);
        if (index == EXPLICIT_RATE) {
            index = indexOf(in.bits(24));
        }
        if (index >= SAMPLE_RATES.length) {
            throw new MalformedMediaException("AAC sampling frequency index: " + index + " (expected: 0 .. 12, 15)");
        }
        return index;
    }

    /** An explicit rate counts as the nearest rate of the table, since ADTS can say no other. */
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
