package io.millrace.auth.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedForTest {
    private static final Network PROXIES = Network.parse("10.0.0.0/8").orElseThrow();

    private static String client(String peer, String header) throws Exception {
        return ForwardedFor.client(InetAddress.getByName(peer), header, PROXIES::contains)
                .getHostAddress();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 203.0.113.7, 203.0.113.7",
        "10.0.0.1, '127.0.0.1, 203.0.113.7', 203.0.113.7",
        "10.0.0.1, '198.51.100.1,203.0.113.7 , 10.0.0.2', 203.0.113.7",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, '2001:db8::7', 2001:db8:0:0:0:0:0:7",
        "10.0.0.1, '[2001:db8::7]', 2001:db8:0:0:0:0:0:7",
        "10.0.0.1, '::ffff:203.0.113.7', 203.0.113.7",
        "10.0.0.1, '203.0.113.7, unknown', 10.0.0.1",
        "10.0.0.1, '203.0.113.7, somewhere, 10.0.0.2', 10.0.0.2",
        "10.0.0.1, '203.0.113.7,', 10.0.0.1",
        "10.0.0.1, ',', 10.0.0.1",
        "10.0.0.1, '', 10.0.0.1",
        "192.0.2.1, 203.0.113.7, 192.0.2.1",
        "192.0.2.1, 10.0.0.2, 192.0.2.1",
    })
    void theLastHopThatIsNoProxyIsTheClient(String peer, String header, String client) throws Exception {
        assertThat(client(peer, header)).isEqualTo(client);
    }

    @Test
    void aChainHasAnEnd() throws Exception {
        assertThat(client("10.0.0.1", "203.0.113.7" + ", 10.0.0.2".repeat(31))).isEqualTo("203.0.113.7");
        assertThat(client("10.0.0.1", "203.0.113.7" + ", 10.0.0.2".repeat(1000)))
                .isEqualTo("10.0.0.2");
    }
}
