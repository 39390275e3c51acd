package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.ChannelId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class RelayTicketsTest {
    private static final ChannelId CAM = new ChannelId("live", "cam");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static RelayTickets at(Instant now, String secret) {
        return new RelayTickets(
                secret.getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(30), InstantSource.fixed(now));
    }

    private final RelayTickets tickets = at(NOW, "secret");
    private final String ticket = tickets.issue(CAM, 7);

    @Test
    void aTicketAdmitsToItsChannelAndEpochOnly() {
        assertThat(tickets.admits(ticket, CAM, 7)).isTrue();
        assertThat(tickets.admits(ticket, CAM, 8)).isFalse();
        assertThat(tickets.admits(ticket, new ChannelId("live", "cam2"), 7)).isFalse();
        assertThat(tickets.admits(ticket, new ChannelId("other", "cam"), 7)).isFalse();
    }

    @Test
    void aTicketExpires() {
        assertThat(at(NOW.plusMillis(29_999), "secret").admits(ticket, CAM, 7)).isTrue();
        assertThat(at(NOW.plusSeconds(30), "secret").admits(ticket, CAM, 7)).isFalse();
    }

    @Test
    void aTicketOfAnotherClusterIsRefused() {
        assertThat(at(NOW, "other").admits(ticket, CAM, 7)).isFalse();
    }

    @Test
    void aChangedTicketIsRefused() {
        for (int i = 0; i < ticket.length(); i++) {
            char other = ticket.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = ticket.substring(0, i) + other + ticket.substring(i + 1);
            assertThat(tickets.admits(changed, CAM, 7)).as(changed).isFalse();
        }
    }

    @Test
    void whatIsNoTicketIsRefused() {
        assertThat(tickets.admits("", CAM, 7)).isFalse();
        assertThat(tickets.admits("!".repeat(ticket.length()), CAM, 7)).isFalse();
        assertThat(tickets.admits(ticket + "A", CAM, 7)).isFalse();
        assertThat(tickets.admits(ticket.substring(1), CAM, 7)).isFalse();
    }

    @Test
    void aTicketCanStandInAUrl() {
        assertThat(ticket).matches("[A-Za-z0-9_-]+");
    }
}
