package io.millrace.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final KeyRotation rotation = new KeyRotation(TestingTokens.CIPHER, HOUR);
    private IssuerState state = IssuerState.EMPTY;
    private Instant now = TestingTime.START;

    private void tick() {
        for (IssuerEvent event : rotation.due(state, now)) {
            if (event instanceof IssuerEvent.KeyMade made) {
                state = state.made(made);
            } else if (event instanceof IssuerEvent.KeyRemoved removed) {
                state = state.keyRemoved(removed);
            }
        }
    }

    private OwnKey signing() {
        return rotation.signing(state, now).orElseThrow();
    }

    @Test
    void aKeyThatSignsNoMoreAndHasSignedNothingGoesAtOnce() {
        tick();
        OwnKey first = signing();
        for (int i = 0; i < 4; i++) {
            now = now.plus(HOUR.dividedBy(2));
            tick();
        }
        assertThat(state.own()).hasSizeLessThanOrEqualTo(2).doesNotContain(first);
        assertThat(signing().signsFrom()).isAfter(first.signsFrom());
    }

    @Test
    void afterALongTimeWithoutTheControlPlaneTheOldKeySignsUntilTheNextOneIsKnown() {
        tick();
        OwnKey first = signing();
        now = now.plus(HOUR.multipliedBy(100));
        tick();
        assertThat(signing()).isEqualTo(first);
        assertThat(state.own()).hasSize(2);
        now = now.plus(HOUR.dividedBy(2));
        assertThat(signing()).isEqualTo(state.own().get(1));
    }

    @Test
    void thereIsABoundToTheKeysOfTokensThatLiveLong() {
        for (int hours = 0; hours < 100; hours++) {
            tick();
            Instant expiry = now.plus(Duration.ofDays(3650));
            state = state.used(new IssuerEvent.KeyUsed(signing().id(), expiry));
            now = now.plus(HOUR);
        }
        assertThat(state.own()).hasSize(64);
        assertThat(signing()).isEqualTo(state.own().get(63));
    }
}
