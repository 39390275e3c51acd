package io.millrace.load.view;

import io.millrace.load.media.BrokenStreamException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Collects the head of an HTTP/1.1 answer from pieces of any size. */
final class AnswerHead {
    private static final int MAX_BYTES = 16 * 1024;

    private final StringBuilder text = new StringBuilder();

    /** Reads up to the head's end; whether that is reached. */
    boolean read(ByteBuf in) {
        while (in.isReadable()) {
            text.append((char) in.readUnsignedByte());
            int length = text.length();
            if (length >= 4 && text.charAt(length - 1) == '\n' && text.charAt(length - 3) == '\n') {
                return true;
            }
            if (length > MAX_BYTES) {
                throw new BrokenStreamException("the head of an answer is longer than " + MAX_BYTES + " bytes");
            }
        }
        return false;
    }

    /** Fails unless the answer has this status. */
    void requireStatus(int expected) {
        if (text.length() < 12 || !text.substring(9, 12).equals(Integer.toString(expected))) {
            String line = text.substring(0, Math.max(0, text.indexOf("\r")));
            throw new BrokenStreamException("answer: " + line + " (expected: " + expected + ")");
        }
    }

    /** A header's value in lower case, or an empty text. */
    String header(String name) {
        String lower = text.toString().toLowerCase(Locale.ROOT);
        String key = "\r\n" + name + ":";
        int at = lower.indexOf(key);
        return at < 0
                ? ""
                : lower.substring(at + key.length(), lower.indexOf("\r\n", at + key.length()))
                        .strip();
    }

    void clear() {
        text.setLength(0);
    }

    static byte[] request(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
