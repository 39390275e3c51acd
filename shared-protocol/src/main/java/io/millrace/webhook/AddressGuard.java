package io.millrace.webhook;

import io.millrace.auth.rules.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses webhooks may reach: not our own networks, where services trust whoever can connect to them (clouds'
 * metadata among these), unless an operator has opened one.
 */
final class AddressGuard {
    /** What is not the public internet (IANA special-purpose registries), and forms that have such an address within. */
    private static final List<Network> INTERNAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "2001::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(AddressGuard::network)
            .toList();

    private final List<Network> opened;

    /** @param opened subnets, {@code address/prefix} */
    AddressGuard(List<String> opened) {
        this.opened = opened.stream().map(AddressGuard::network).toList();
    }

    boolean allows(InetAddress address) {
        return isIn(opened, address) || !isIn(INTERNAL, address);
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    static boolean isSubnet(String text) {
        return text.indexOf('/') >= 0 && Network.parse(text).isPresent();
    }

    private static Network network(String subnet) {
        return Network.parse(subnet).orElseThrow();
    }
}
