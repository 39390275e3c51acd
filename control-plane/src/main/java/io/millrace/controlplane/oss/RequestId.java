package io.millrace.controlplane.oss;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names requests: 24 hex digits, as OSS does. */
public final class RequestId {
    private static final int BYTES = 12;

    private RequestId() {}

    public static String next() {
        byte[] bytes = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
