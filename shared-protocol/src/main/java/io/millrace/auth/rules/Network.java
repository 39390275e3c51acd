package io.millrace.auth.rules;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * The addresses that begin with the same bits (CIDR, RFC 4632). An IPv4 address and the same one mapped into IPv6 ({@code
 * ::ffff:a.b.c.d}) are one address: which of the two a socket shows depends on its listener.
 */
public final class Network {
    private static final int MAPPED_BYTES = 12;
    private static final int MAPPED_BITS = MAPPED_BYTES * Byte.SIZE;
    private static final int IPV6_BYTES = 16;

    private final byte[] first;
    private final int prefix;

    private Network(byte[] first, int prefix) {
        this.first = first;
        this.prefix = prefix;
    }

    /** @param text {@code address/prefix}; an address alone is itself. Empty for what is neither */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = address.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(address) : null;
        if (bytes == null) {
            return Optional.empty();
        }
        int bits = bytes.length * Byte.SIZE;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(length);
        return Optional.of(
                isMapped(bytes) && prefix >= MAPPED_BITS
                        ? new Network(unmapped(bytes), prefix - MAPPED_BITS)
                        : new Network(bytes, prefix));
    }

    /** How many bits count. */
    public int prefix() {
        return prefix;
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = unmapped(address.getAddress());
        if (bytes.length != first.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        if (!Arrays.equals(bytes, 0, whole, first, 0, whole)) {
            return false;
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || ((bytes[whole] ^ first[whole]) & 0xff) >> Byte.SIZE - rest == 0;
    }

    private static byte[] unmapped(byte[] bytes) {
        return isMapped(bytes) ? Arrays.copyOfRange(bytes, MAPPED_BYTES, IPV6_BYTES) : bytes;
    }

    private static boolean isMapped(byte[] bytes) {
        if (bytes.length != IPV6_BYTES || bytes[10] != (byte) 0xff || bytes[11] != (byte) 0xff) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
