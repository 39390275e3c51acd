package io.millrace.auth.rules;

import io.millrace.channel.AddressRules;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Address rules, read: denied is who is in a denied network, else allowed who is in an allowed one or if there is none. */
final class NetworkFilter {
    private final List<Network> allowed;
    private final boolean anyAllowed;
    private final List<Network> denied;
    private final boolean allDenied;

    /** What cannot be read opens nothing: it allows nobody, or denies everybody. */
    NetworkFilter(AddressRules rules) {
        allowed = read(rules.allow());
        anyAllowed = rules.allow().isEmpty();
        denied = read(rules.deny());
        allDenied = denied.size() < rules.deny().size();
    }

    private static List<Network> read(List<String> texts) {
        return texts.stream().map(Network::parse).flatMap(Optional::stream).toList();
    }

    /** @param address null if it is not known, which only a filter without rules passes */
    boolean passes(InetAddress address) {
        if (allDenied) {
            return false;
        }
        if (address == null) {
            return anyAllowed && denied.isEmpty();
        }
        return !contains(denied, address) && (anyAllowed || contains(allowed, address));
    }

    private static boolean contains(List<Network> networks, InetAddress address) {
        for (Network network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
