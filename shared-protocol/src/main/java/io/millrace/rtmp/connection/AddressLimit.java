package io.millrace.rtmp.connection;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts the connections of each remote address. Safe on any thread; holds only addresses that are connected. */
public final class AddressLimit {
    private final ConcurrentMap<InetAddress, Integer> connections = new ConcurrentHashMap<>();
    private final int max;

    public AddressLimit(int max) {
        this.max = max;
    }

    /** Counts one more, for which one {@link #leave} is owed, unless there are as many as may be. */
    public boolean tryEnter(InetAddress address) {
        boolean[] entered = {false};
        connections.compute(address, (key, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < max;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    public void leave(InetAddress address) {
        connections.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    int addresses() {
        return connections.size();
    }
}
