package io.millrace.controlplane.oss;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of an object's content, with at least one byte. */
record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * Reads a Range header (RFC 9110, section 14.2).
     *
     * @return empty if it is not one range of bytes, and so to be ignored
     * @throws OssException InvalidRange, if the content has none of these bytes
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = SINGLE.matcher(header);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long length = Math.min(size, Long.parseLong(matcher.group(2)));
            return satisfiable(size - length, length);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        return last < first ? Optional.empty() : satisfiable(first, Math.min(last, size - 1) - first + 1);
    }

    private static Optional<ByteRange> satisfiable(long first, long length) {
        if (length < 1) {
            throw OssErrors.invalidRange();
        }
        return Optional.of(new ByteRange(first, length));
    }

    String contentRange(long size) {
        return "bytes " + first + '-' + (first + length - 1) + '/' + size;
    }
}
