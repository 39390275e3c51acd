package io.millrace.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object's content, as HTTP asks for it (RFC 9110, section 14).
 *
 * @param first the first byte's position
 * @param length how many bytes; 0 if the content has none of those that were asked for
 */
public record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Reads a Range header.
     *
     * @return empty if it is not one range of bytes, and so to be ignored: the whole object is then the answer
     */
    public static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = SINGLE.matcher(header);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(matcher.group(2)));
            return Optional.of(new ByteRange(size - length, length));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        return last < first
                ? Optional.empty()
                : Optional.of(new ByteRange(first, Math.max(0, Math.min(last, size - 1) - first + 1)));
    }

    /** Whether there is something to send; if not, the answer is 416. */
    public boolean isSatisfiable() {
        return length > 0;
    }

    /** The Content-Range header's value. */
    public String contentRange(long size) {
        return "bytes " + first + '-' + (first + length - 1) + '/' + size;
    }
}
