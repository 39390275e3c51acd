package io.millrace.rtmp.handshake;

import io.millrace.digest.Hmac;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The two places in which C1 and S1 can carry a 32-byte HMAC-SHA256 of their other 1504 bytes. RTMP 1.0 does not
 * describe this; the keys are those of Adobe's Flash Player and Media Server.
 *
 * <pre>
 * 0     time (4), version (4)
 * 8     DIGEST_FIRST:  offset bytes (4), 728 bytes with the digest at offset % 728; then the 764-byte key block
 * 772   KEY_FIRST:     the same, after the 764-byte key block at 8
 * </pre>
 *
 * The offset is the sum of its four bytes.
 */
enum DigestScheme {
    DIGEST_FIRST(8),
    KEY_FIRST(772);

    static final int PACKET_BYTES = 1536;
    static final int DIGEST_BYTES = 32;
    private static final int OFFSET_BYTES = 4;
    private static final int OFFSET_RANGE = 728;
    private static final int KEY_TEXT_TAIL_BYTES = 32;

    private static final byte[] TAIL =
            ByteBufUtil.decodeHexDump("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
    private static final byte[] PLAYER_KEY = key("Genuine Adobe Flash Player 001");
    private static final byte[] SERVER_KEY = key("Genuine Adobe Flash Media Server 001");

    private final int blockOffset;

    DigestScheme(int blockOffset) {
        this.blockOffset = blockOffset;
    }

    /** Whether a client's packet carries a right digest in this place. */
    boolean verifiesClient(byte[] packet) {
        return MessageDigest.isEqual(digest(packet), sign(packet, playerText()));
    }

    /** Whether a server's packet carries a right digest in this place. */
    boolean verifiesServer(byte[] packet) {
        return MessageDigest.isEqual(digest(packet), sign(packet, serverText()));
    }

    /** Writes a server's digest into the packet. */
    void signServer(byte[] packet) {
        System.arraycopy(sign(packet, serverText()), 0, packet, digestOffset(packet), DIGEST_BYTES);
    }

    /** Writes a client's digest into the packet. */
    void signClient(byte[] packet) {
        System.arraycopy(sign(packet, playerText()), 0, packet, digestOffset(packet), DIGEST_BYTES);
    }

    byte[] digest(byte[] packet) {
        int offset = digestOffset(packet);
        return Arrays.copyOfRange(packet, offset, offset + DIGEST_BYTES);
    }

    /** Ends an S2 or, for the client's key, a C2: its last 32 bytes answer the digest of the peer's first packet. */
    static void signAnswer(byte[] packet, byte[] peerDigest, boolean server) {
        byte[] key = Hmac.sha256(server ? SERVER_KEY : PLAYER_KEY, ByteBuffer.wrap(peerDigest));
        byte[] signature = Hmac.sha256(key, ByteBuffer.wrap(packet, 0, PACKET_BYTES - DIGEST_BYTES));
        System.arraycopy(signature, 0, packet, PACKET_BYTES - DIGEST_BYTES, DIGEST_BYTES);
    }

    private int digestOffset(byte[] packet) {
        int sum = 0;
        for (int i = 0; i < OFFSET_BYTES; i++) {
            sum += packet[blockOffset + i] & 0xFF;
        }
        return blockOffset + OFFSET_BYTES + sum % OFFSET_RANGE;
    }

    private byte[] sign(byte[] packet, byte[] key) {
        int offset = digestOffset(packet);
        byte[] others = new byte[PACKET_BYTES - DIGEST_BYTES];
        System.arraycopy(packet, 0, others, 0, offset);
        System.arraycopy(packet, offset + DIGEST_BYTES, others, offset, others.length - offset);
        return Hmac.sha256(key, ByteBuffer.wrap(others));
    }

    private static byte[] playerText() {
        return Arrays.copyOf(PLAYER_KEY, PLAYER_KEY.length - KEY_TEXT_TAIL_BYTES);
    }

    private static byte[] serverText() {
        return Arrays.copyOf(SERVER_KEY, SERVER_KEY.length - KEY_TEXT_TAIL_BYTES);
    }

    private static byte[] key(String text) {
        byte[] start = text.getBytes(StandardCharsets.US_ASCII);
        byte[] key = Arrays.copyOf(start, start.length + TAIL.length);
        System.arraycopy(TAIL, 0, key, start.length, TAIL.length);
        return key;
    }
}
