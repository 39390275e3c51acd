package io.millrace.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.millrace.controlplane.persistence.GoldenFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The golden files say how tokens' events and snapshots lie in journals that exist; they are only ever added to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenJournalFormatTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final TokenEntry ENTRY = TestingTokens.entry("0190", AT, Duration.ofHours(1));
    private static final OwnKey OWN =
            new OwnKey("own", "cHVibGlj", "c2VhbGVk", AT, AT.plusSeconds(60), Optional.of(AT.plusSeconds(3600)));
    private static final ImportedKey IMPORTED =
            new ImportedKey("theirs", "cHVibGlj", "https://id.example.com", List.of("live", "shows"), AT);

    private final ActorTestKit actors = ActorTestKit.create();
    private final GoldenFiles golden = new GoldenFiles(actors.system());

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private static List<RegistryEvent> registryEvents() {
        return List.of(new RegistryEvent.TokenIssued(ENTRY), new RegistryEvent.TokenRevoked("0190", AT));
    }

    private static List<IssuerEvent> issuerEvents() {
        return List.of(
                new IssuerEvent.KeyMade(OWN),
                new IssuerEvent.KeyUsed("own", AT),
                new IssuerEvent.KeyImported(IMPORTED),
                new IssuerEvent.KeyRemoved("own", AT),
                new IssuerEvent.TokenRevoked("0190", AT.plusSeconds(3600), AT));
    }

    @Test
    void everyEventHasAGoldenFile() {
        assertThat(registryEvents().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(RegistryEvent.class.getPermittedSubclasses());
        assertThat(issuerEvents().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(IssuerEvent.class.getPermittedSubclasses());
    }

    @Test
    void eventsReadAsTheyWereWritten() {
        registryEvents().forEach(golden::check);
        issuerEvents().forEach(golden::check);
    }

    @Test
    void snapshotsReadAsTheyWereWritten() {
        golden.check(RegistryState.EMPTY
                .issued(new RegistryEvent.TokenIssued(ENTRY))
                .revoked(new RegistryEvent.TokenRevoked("0190", AT)));
        golden.check(IssuerState.EMPTY
                .made(new IssuerEvent.KeyMade(OWN))
                .keyImported(new IssuerEvent.KeyImported(IMPORTED))
                .tokenRevoked(new IssuerEvent.TokenRevoked("0190", AT.plusSeconds(3600), AT)));
    }
}
