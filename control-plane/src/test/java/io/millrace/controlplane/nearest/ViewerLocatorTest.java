package io.millrace.controlplane.nearest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigurationException;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewerLocatorTest {
    private final ViewerLocator locator = new ViewerLocator(
            TestingEdges.settings(
                    """
            zones = [
              { cidr = "10.0.0.0/8", zone = wide },
              { cidr = "10.1.2.0/23", zone = narrow },
              { cidr = "2001:db8::/33", zone = six },
              { cidr = "192.0.2.9", zone = one }
            ]
            zone-header = X-Zone
            trusted-balancers = ["192.168.0.0/16", "fd00::/8"]
            """));

    private Viewer locate(String peer, String... headers) throws Exception {
        return locator.locate(
                InetAddress.getByName(peer),
                headers.length == 0
                        ? Map.of()
                        : headers.length == 2
                                ? Map.of(headers[0], headers[1])
                                : Map.of(headers[0], headers[1], headers[2], headers[3]));
    }

    @Test
    void theLongestPrefixSaysTheZone() throws Exception {
        assertThat(locate("10.9.9.9").zone()).isEqualTo("wide");
        assertThat(locate("10.1.3.255").zone()).isEqualTo("narrow");
        assertThat(locate("10.1.4.0").zone()).isEqualTo("wide");
        assertThat(locate("192.0.2.9").zone()).isEqualTo("one");
        assertThat(locate("192.0.2.8").zone()).isEmpty();
        assertThat(locate("2001:db8:7fff::1").zone()).isEqualTo("six");
        assertThat(locate("2001:db8:8000::1").zone()).isEmpty();
    }

    @Test
    void aStrangersHeadersAreNotBelieved() throws Exception {
        Viewer viewer = locate("203.0.113.5", "x-zone", "narrow", "x-forwarded-for", "10.1.2.3");
        assertThat(viewer).isEqualTo(new Viewer(InetAddress.getByName("203.0.113.5"), ""));
    }

    @Test
    void aBalancersZoneHeaderCountsBeforeTheTable() throws Exception {
        assertThat(locate("192.168.1.1", "x-zone", " mars ", "x-forwarded-for", "10.1.2.3"))
                .isEqualTo(new Viewer(InetAddress.getByName("10.1.2.3"), "mars"));
        assertThat(locate("192.168.1.1", "x-zone", " ", "x-forwarded-for", "10.1.2.3")
                        .zone())
                .isEqualTo("narrow");
    }

    @Test
    void theLastHopThatIsNoBalancerIsTheViewer() throws Exception {
        assertThat(locate("192.168.1.1", "x-forwarded-for", "10.1.2.3, 203.0.113.5, 192.168.7.7, fd00::1")
                        .address())
                .isEqualTo(InetAddress.getByName("203.0.113.5"));
        assertThat(locate("192.168.1.1", "x-forwarded-for", "203.0.113.5, rubbish, 192.168.7.7")
                        .address())
                .isEqualTo(InetAddress.getByName("192.168.7.7"));
        assertThat(locate("192.168.1.1", "x-forwarded-for", "").address())
                .isEqualTo(InetAddress.getByName("192.168.1.1"));
    }

    @Test
    void aWrongSubnetIsRefusedAtTheStart() {
        for (String wrong : new String[] {"10.0.0.0/33", "host/8", "10.0.0.0/", "10.0.0.0/-1", "fd00::/129"}) {
            assertThatThrownBy(() -> TestingEdges.settings("trusted-balancers = [\"" + wrong + "\"]"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(wrong);
        }
    }
}
