package io.millrace.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import io.millrace.controlplane.token.RegistryCommand.Enter;
import io.millrace.controlplane.token.RegistryCommand.FindToken;
import io.millrace.controlplane.token.RegistryCommand.ListTokens;
import io.millrace.controlplane.token.RegistryCommand.NoteRevoked;
import io.millrace.controlplane.token.RegistryReply.Entered;
import io.millrace.controlplane.token.RegistryReply.Found;
import io.millrace.controlplane.token.RegistryReply.TooManyTokens;
import io.millrace.controlplane.token.RegistryReply.UnknownToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenRegistryTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestingTime time = new TestingTime();
    private final ActorTestKit actors = ActorTestKit.create(EventSourcedBehaviorTestKit.config());
    private final EventSourcedBehaviorTestKit<TokenMessage, RegistryEvent, RegistryState> kit =
            EventSourcedBehaviorTestKit.create(
                    actors.system(),
                    TokenRegistry.create(
                            "shows",
                            TestingTokens.settings(3, 10, 10),
                            time,
                            actors.system().ignoreRef()));

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    private RegistryReply.Entering enter(String id, Duration life) {
        TokenEntry entry = TestingTokens.entry(id, time.instant(), life);
        return kit.<RegistryReply.Entering>runCommand(replyTo -> new Enter(entry, replyTo))
                .reply();
    }

    private RegistryReply.Finding find(String id) {
        return kit.<RegistryReply.Finding>runCommand(replyTo -> new FindToken(id, replyTo))
                .reply();
    }

    private RegistryReply.TokenPage list(String marker, int max) {
        return kit.<RegistryReply.TokenPage>runCommand(replyTo -> new ListTokens(marker, max, replyTo))
                .reply();
    }

    @Test
    void aTokenIsKnownUntilItExpiresAndAfterARestart() {
        assertThat(enter("a", HOUR)).isEqualTo(new Entered());
        kit.restart();
        assertThat(find("a")).isEqualTo(new Found(TestingTokens.entry("a", TestingTime.START, HOUR)));
        assertThat(find("b")).isEqualTo(new UnknownToken());
        time.pass(HOUR);
        assertThat(find("a")).isEqualTo(new UnknownToken());
        assertThat(list("", 10).entries()).isEmpty();
    }

    @Test
    void tokensAreListedInPages() {
        enter("a", HOUR);
        enter("b", HOUR);
        enter("c", HOUR);
        RegistryReply.TokenPage first = list("", 2);
        assertThat(first.entries()).extracting(TokenEntry::id).containsExactly("a", "b");
        assertThat(first.next()).contains("b");
        RegistryReply.TokenPage second = list("b", 2);
        assertThat(second.entries()).extracting(TokenEntry::id).containsExactly("c");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void aTokenTooManyIsRefusedUntilAnotherHasExpired() {
        enter("a", HOUR);
        enter("b", HOUR.multipliedBy(2));
        enter("c", HOUR.multipliedBy(2));
        assertThat(enter("d", HOUR)).isEqualTo(new TooManyTokens(3));
        time.pass(HOUR);
        assertThat(enter("d", HOUR)).isEqualTo(new Entered());
        assertThat(kit.getState().entries()).extracting(TokenEntry::id).containsExactly("b", "c", "d");
    }

    @Test
    void aRevokedTokenSaysWhenItWasFirstRevoked() {
        enter("a", HOUR);
        time.pass(Duration.ofMinutes(1));
        Instant revoked = time.instant();
        kit.<RegistryReply.Finding>runCommand(replyTo -> new NoteRevoked("a", replyTo));
        time.pass(Duration.ofMinutes(1));
        kit.<RegistryReply.Finding>runCommand(replyTo -> new NoteRevoked("a", replyTo));
        kit.restart();
        assertThat(((Found) find("a")).entry().revokedAt()).isEqualTo(Optional.of(revoked));
        assertThat(kit.<RegistryReply.Finding>runCommand(replyTo -> new NoteRevoked("b", replyTo))
                        .reply())
                .isEqualTo(new UnknownToken());
    }
}
