package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.RefererRules;
import io.netty.channel.embedded.EmbeddedChannel;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveRightsTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final TestingTokens tokens = new TestingTokens();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<RightEnd> ends = new ArrayList<>();
    private Instant now = START;
    private final LiveRights rights = new LiveRights(tokens, () -> now);

    LiveRightsTest() {
        channel.freezeTime();
    }

    @Test
    void aRightEndsWhenItsGraceIsOver() {
        watch(Right.until(START.plusSeconds(60)), ending(10));

        pass(Duration.ofSeconds(70).minusMillis(1));
        assertThat(ends).isEmpty();
        pass(Duration.ofMillis(2));
        assertThat(ends).containsExactly(RightEnd.EXPIRED);
        pass(Duration.ofDays(1));
        assertThat(ends).hasSize(1);
    }

    @Test
    void aRightThatLastsForMonthsEndsToTheSecond() {
        watch(Right.until(START.plus(Duration.ofDays(100))), ending(0));

        for (int hour = 0; hour < 2400 - 1; hour++) {
            pass(Duration.ofHours(1));
        }
        assertThat(ends).isEmpty();
        pass(Duration.ofHours(1).plusMillis(10));
        pass(Duration.ofMillis(10));
        assertThat(ends).containsExactly(RightEnd.EXPIRED);
    }

    @Test
    void aRevokedTokenEndsAfterItsGraceButNotAfterItsExpiry() {
        watch(token("t1", START.plusSeconds(3600)), ending(10));
        watch(token("t1", START.plusSeconds(3600)), ending(0));
        watch(token("t2", START.plusSeconds(3600)), ending(0));
        watch(token("t1", START.plusSeconds(5)), ending(0));

        tokens.revoke("t1");
        pass(Duration.ofMillis(1));
        assertThat(ends).containsExactlyInAnyOrder(RightEnd.REVOKED, RightEnd.REVOKED);
        pass(Duration.ofSeconds(11));
        assertThat(ends).hasSize(3);
        tokens.revoke("t1");
        pass(Duration.ofSeconds(11));
        assertThat(ends).hasSize(3);
    }

    @Test
    void aTokenThatWasRevokedBeforeTheWatchBeginsEndsToo() {
        LiveRight right = rights.enter(StreamAction.PLAY, token("t1", START.plusSeconds(60)), ending(0))
                .orElseThrow();
        tokens.revoke("t1");

        right.watch(channel.eventLoop(), ends::add);
        pass(Duration.ofMillis(1));

        assertThat(ends).containsExactly(RightEnd.REVOKED);
    }

    @Test
    void whoCameByATokenOfAKeyThatIsWithdrawnEndsAsIfItWereRevoked() {
        tokens.trust(TestingTokens.newKey("k2"));
        watch(signed("k1"), ending(10));
        watch(signed("k1"), ending(0));
        watch(signed("k1"), BucketSecurity.NONE);
        watch(signed("k2"), ending(0));

        tokens.forget("k1");
        pass(Duration.ofMillis(1));
        assertThat(ends).containsExactly(RightEnd.REVOKED);
        pass(Duration.ofSeconds(11));
        assertThat(ends).containsExactly(RightEnd.REVOKED, RightEnd.REVOKED);
    }

    @Test
    void anotherKeyUnderTheSameIdOrForOtherBucketsIsAWithdrawalToo() throws Exception {
        ECPublicKey theirs = TestingTokens.newKey("theirs").toECPublicKey();
        tokens.trust("theirs", new TokenKey(theirs, "them", Set.of()));
        watch(signed("k1"), ending(0));
        watch(signed("theirs"), ending(0));

        tokens.trust("theirs", new TokenKey(theirs, "them", Set.of("live", "shows")));
        pass(Duration.ofMillis(1));
        assertThat(ends).isEmpty();
        tokens.trust("theirs", new TokenKey(theirs, "them", Set.of("shows")));
        pass(Duration.ofMillis(1));
        assertThat(ends).hasSize(1);
        tokens.trust(TestingTokens.newKey("k1"));
        pass(Duration.ofMillis(1));
        assertThat(ends).containsExactly(RightEnd.REVOKED, RightEnd.REVOKED);
    }

    @Test
    void aKeyThatWasWithdrawnBeforeTheWatchBeginsEndsTheRightToo() {
        LiveRight right =
                rights.enter(StreamAction.PUBLISH, signed("k1"), ending(0)).orElseThrow();
        tokens.forget("k1");

        right.watch(channel.eventLoop(), ends::add);
        pass(Duration.ofMillis(1));

        assertThat(ends).containsExactly(RightEnd.REVOKED);
    }

    @Test
    void whoHasLeftIsNotTold() {
        LiveRight right = watch(token("t1", START.plusSeconds(60)), ending(0));

        right.leave();
        right.leave();
        tokens.revoke("t1");
        pass(Duration.ofHours(1));

        assertThat(ends).isEmpty();
        assertThat(rights.tokens()).isZero();
        assertThat(channel.runScheduledPendingTasks()).as("no timer is left").isNegative();
    }

    @Test
    void whereTheBucketDoesNotWantItNothingEnds() {
        watch(token("t1", START.plusSeconds(60)), BucketSecurity.NONE);
        watch(Right.LASTING, ending(0));

        tokens.revoke("t1");
        pass(Duration.ofHours(1));

        assertThat(ends).isEmpty();
        assertThat(channel.runScheduledPendingTasks()).isNegative();
    }

    @Test
    void aTokenHasAsManyViewersAsItMay() {
        Right two = token("t1", START.plusSeconds(60), OptionalInt.of(2));

        LiveRight first = enter(two).orElseThrow();
        enter(two).orElseThrow();
        assertThat(enter(two)).isEmpty();
        assertThat(rights.enter(StreamAction.PUBLISH, two, BucketSecurity.NONE)).isPresent();
        assertThat(enter(two)).isEmpty();
        first.leave();
        first.leave();
        assertThat(enter(two)).isPresent();
        assertThat(enter(two)).isEmpty();
        assertThat(enter(token("t2", START))).isPresent();
    }

    private Optional<LiveRight> enter(Right right) {
        return rights.enter(StreamAction.PLAY, right, BucketSecurity.NONE);
    }

    private LiveRight watch(Right right, BucketSecurity security) {
        LiveRight entered = rights.enter(StreamAction.PLAY, right, security).orElseThrow();
        entered.watch(channel.eventLoop(), ends::add);
        channel.runPendingTasks();
        return entered;
    }

    private void pass(Duration time) {
        now = now.plus(time);
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    private static Right token(String id, Instant expiry) {
        return token(id, expiry, OptionalInt.empty());
    }

    private static Right token(String id, Instant expiry, OptionalInt maxViewers) {
        return new Right(
                Optional.of(expiry), Optional.of(id), Optional.empty(), Optional.empty(), maxViewers, Map.of());
    }

    private Right signed(String keyId) {
        Optional<TokenProof> proof = tokens.key(keyId).map(key -> new TokenProof(keyId, key, "live"));
        return new Right(
                Optional.of(START.plusSeconds(3600)),
                Optional.of("of-" + keyId),
                proof,
                Optional.empty(),
                OptionalInt.empty(),
                Map.of());
    }

    private static BucketSecurity ending(int graceSeconds) {
        return new BucketSecurity(
                Optional.empty(),
                false,
                false,
                AddressRules.ANY,
                AddressRules.ANY,
                RefererRules.ANY,
                true,
                graceSeconds);
    }
}
