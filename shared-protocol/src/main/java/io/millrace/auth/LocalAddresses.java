package io.millrace.auth;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether an address is one of this machine's own: a loopback address, or an address of its interfaces, which are looked
 * up again now and then. Safe on any thread.
 */
public final class LocalAddresses implements Predicate<InetAddress> {
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private record Known(Set<InetAddress> addresses, Instant until) {}

    private final InstantSource clock;
    private volatile Known known = new Known(Set.of(), Instant.MIN);

    public LocalAddresses(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public boolean test(InetAddress address) {
        return address.isLoopbackAddress() || interfaceAddresses().contains(address);
    }

    private Set<InetAddress> interfaceAddresses() {
        Known current = known;
        Instant now = clock.instant();
        if (now.isAfter(current.until())) {
            current = new Known(lookUp(), now.plus(REFRESH));
            known = current;
        }
        return current.addresses();
    }

    private static Set<InetAddress> lookUp() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
