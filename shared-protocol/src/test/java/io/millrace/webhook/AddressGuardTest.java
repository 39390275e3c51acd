package io.millrace.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.100.100.200",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "ff02::1"
            })
    void internalAddressesAreOutOfReach(String address) throws Exception {
        assertThat(new AddressGuard(List.of()).allows(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "11.0.0.1", "172.32.0.1", "192.169.0.1", "203.0.113.9", "2606:4700::1111"})
    void publicAddressesAreInReach(String address) throws Exception {
        assertThat(new AddressGuard(List.of()).allows(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void anOpenedSubnetIsInReachAndNoOther() throws Exception {
        AddressGuard guard = new AddressGuard(List.of("10.1.0.0/16", "fd00::/64"));
        assertThat(guard.allows(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(guard.allows(InetAddress.getByName("fd00::7"))).isTrue();
        assertThat(guard.allows(InetAddress.getByName("10.2.2.3"))).isFalse();
        assertThat(guard.allows(InetAddress.getByName("127.0.0.1"))).isFalse();
    }
}
