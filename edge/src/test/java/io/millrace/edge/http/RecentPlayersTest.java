package io.millrace.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentPlayersTest {
    private static final ChannelId CAM = new ChannelId("live", "cam");

    private final RecentPlayers players = new RecentPlayers(10, Duration.ofMinutes(1));

    @Test
    void aPlayerIsKnownByItsAddressWhateverItsPortAndForItsChannelOnly() {
        players.add(address("192.0.2.1", 1), CAM);
        assertThat(players.contains(address("192.0.2.1", 2), CAM)).isTrue();
        assertThat(players.contains(address("192.0.2.2", 1), CAM)).isFalse();
        assertThat(players.contains(address("192.0.2.1", 1), new ChannelId("live", "other")))
                .isFalse();
    }

    @Test
    void soManyAreRememberedOnly() {
        for (int i = 0; i < 1000; i++) {
            players.add(address("192.0.2." + i % 250, i), new ChannelId("live", "cam" + i));
        }
        assertThat(players.size()).isLessThanOrEqualTo(10);
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host, port);
    }
}
