package io.millrace.systemtest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads an FLV stream as its bytes come, and remembers what a player would stumble over. Safe on any thread. */
final class FlvCheck {
    private static final int FILE_HEADER_BYTES = 9;
    private static final int TAG_HEADER_BYTES = 11;
    private static final int TYPES = 32;

    private final int[] lastTimestamps = new int[TYPES];
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<Integer> videoConfigurations = new CopyOnWriteArrayList<>();
    private final Set<String> codecs = ConcurrentHashMap.newKeySet();
    private byte[] unread = new byte[0];
    private boolean begun;
    private volatile long videoFrames;
    private volatile long lastFrameNanos;
    private volatile long longestGapNanos;

    FlvCheck() {
        Arrays.fill(lastTimestamps, -1);
    }

    synchronized void feed(ByteBuffer bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(unread.length + bytes.remaining());
        all.writeBytes(unread);
        byte[] fresh = new byte[bytes.remaining()];
        bytes.get(fresh);
        all.writeBytes(fresh);
        ByteBuffer in = ByteBuffer.wrap(all.toByteArray());
        if (!begun && in.remaining() >= FILE_HEADER_BYTES + Integer.BYTES) {
            begun = true;
            in.position(FILE_HEADER_BYTES + Integer.BYTES);
        }
        while (begun && takeTag(in)) {}
        unread = new byte[in.remaining()];
        in.get(unread);
    }

    private boolean takeTag(ByteBuffer in) {
        if (in.remaining() < TAG_HEADER_BYTES) {
            return false;
        }
        int at = in.position();
        int length = in.getInt(at) & 0xFFFFFF;
        int whole = TAG_HEADER_BYTES + length + Integer.BYTES;
        if (in.remaining() < whole) {
            return false;
        }
        int type = in.get(at) & 0x1F;
        int timestamp = in.getInt(at + 4) >>> 8 | (in.get(at + 7) & 0xFF) << 24;
        if (in.getInt(at + TAG_HEADER_BYTES + length) != TAG_HEADER_BYTES + length) {
            complaints.add("a tag at " + timestamp + " ms whose length is not repeated behind it");
        }
        byte[] body = new byte[length];
        in.get(at + TAG_HEADER_BYTES, body);
        onTag(type, timestamp, body);
        in.position(at + whole);
        return true;
    }

    /** Takes one tag by itself. */
    synchronized void onTag(int type, int timestamp, byte[] body) {
        if (timestamp < lastTimestamps[type]) {
            complaints.add("type " + type + " goes back from " + lastTimestamps[type] + " to " + timestamp + " ms");
        }
        lastTimestamps[type] = timestamp;
        codecs.add(TagCodec.of(type, body));
        if (type != RtmpClient.VIDEO) {
            return;
        }
        if (body.length > 1 && body[1] == 0) {
            videoConfigurations.add(Arrays.hashCode(body));
            return;
        }
        long now = System.nanoTime();
        if (lastFrameNanos != 0) {
            longestGapNanos = Math.max(longestGapNanos, now - lastFrameNanos);
        }
        lastFrameNanos = now;
        videoFrames++;
    }

    /** What was wrong. */
    List<String> complaints() {
        return new ArrayList<>(complaints);
    }

    /** A hash of each H.264 configuration, in the order in which they came, without repeats in a row. */
    List<Integer> videoConfigurations() {
        List<Integer> distinct = new ArrayList<>();
        for (Integer each : videoConfigurations) {
            if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).equals(each)) {
                distinct.add(each);
            }
        }
        return distinct;
    }

    /** All that there was so far, as {@link TagCodec} names them. */
    Set<String> codecs() {
        return Set.copyOf(codecs);
    }

    long videoFrames() {
        return videoFrames;
    }

    /** When the last frame came; {@link System#nanoTime}. */
    long lastFrameNanos() {
        return lastFrameNanos;
    }

    /** The longest time without a frame between two frames. */
    long longestGapMillis() {
        return longestGapNanos / 1_000_000;
    }

    void resetGap() {
        longestGapNanos = 0;
    }
}
