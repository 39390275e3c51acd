package io.millrace.auth.rules;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;

/** Reads {@code X-Forwarded-For}, to whose end each proxy adds whom it has been connected by. */
public final class ForwardedFor {
    /** The header, in lower case. */
    public static final String HEADER = "x-forwarded-for";

    private static final int MAX_HOPS = 32;

    private ForwardedFor() {}

    /**
     * Who is behind the trusted proxies: the last hop that is none of them. What stands before it anybody may have written.
     *
     * @param peer the other end of the connection
     * @param header empty if there is none; several are joined by commas
     * @param trusted whether an address is a proxy's
     * @return the last proxy's address if what it has added is no address
     */
    public static InetAddress client(InetAddress peer, String header, Predicate<InetAddress> trusted) {
        InetAddress last = peer;
        int end = header.length();
        for (int hop = 0; hop < MAX_HOPS && end >= 0 && trusted.test(last); hop++) {
            int comma = header.lastIndexOf(',', end - 1);
            byte[] address = NetUtil.createByteArrayFromIpAddressString(
                    header.substring(comma + 1, end).strip());
            if (address == null) {
                return last;
            }
            last = address(address);
            end = comma;
        }
        return last;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
        }
    }
}
