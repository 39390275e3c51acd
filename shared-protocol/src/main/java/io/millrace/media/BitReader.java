package io.millrace.media;

import java.util.Arrays;

/** Reads bits and Exp-Golomb codes of a parameter set (H.264, section 9.1), most significant bit first. */
final class BitReader {
    private final byte[] bytes;
    private int position;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int bit() {
        int index = position >> 3;
        if (index >= bytes.length) {
            throw new MalformedMediaException("parameter set: ends after " + bytes.length + " bytes (expected: more)");
        }
        int bit = bytes[index] >> (7 - (position & 7)) & 1;
        position++;
        return bit;
    }

    /** How many bits are left. */
    int remaining() {
        return bytes.length * 8 - position;
    }

    boolean flag() {
        return bit() == 1;
    }

    /** @param count 0 to 32 */
    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            bit();
        }
    }

    int unsignedGolomb() {
        int zeros = 0;
        while (bit() == 0) {
            if (++zeros > 31) {
                throw new MalformedMediaException("Exp-Golomb code: more than 31 zeros (expected: at most 31)");
            }
        }
        return (1 << zeros) - 1 + bits(zeros);
    }

    int signedGolomb() {
        int code = unsignedGolomb();
        return (code & 1) == 1 ? (code >> 1) + 1 : -(code >> 1);
    }

    /** A NAL unit's payload without its emulation prevention bytes (H.264, section 7.3.1). */
    static byte[] unescaped(byte[] nal, int from) {
        byte[] payload = new byte[nal.length - from];
        int length = 0;
        int zeros = 0;
        for (int i = from; i < nal.length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            payload[length++] = nal[i];
        }
        return Arrays.copyOf(payload, length);
    }
}
