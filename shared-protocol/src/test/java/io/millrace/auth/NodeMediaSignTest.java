package io.millrace.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.auth.AccessDecision.Reason;
import io.millrace.channel.ChannelId;
import io.millrace.channel.Secret;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector of Node-Media-Server's own manual, and others made with md5sum. */
class NodeMediaSignTest {
    private static final Secret SECRET = new Secret("nodemedia2017privatekey");
    private static final ChannelId CHANNEL = new ChannelId("live", "stream");
    private static final Instant EXPIRY = Instant.ofEpochSecond(1503458721);
    private static final String SIGN = "1503458721-80c1d1ad2e0c2ab63eebb50eed64201a";

    @Test
    void theVectorOfNodeMediaServerHoldsUntilItsExpiry() {
        assertThat(verdict(SIGN, CHANNEL, "/live/stream", EXPIRY)).isEqualTo(new Verdict.Allowed(Right.until(EXPIRY)));
        assertThat(verdict(SIGN, CHANNEL, "/live/stream", EXPIRY.plusMillis(999)))
                .isInstanceOf(Verdict.Allowed.class);
        assertDenied(verdict(SIGN, CHANNEL, "/live/stream", EXPIRY.plusSeconds(1)), Reason.EXPIRED);
    }

    @ParameterizedTest
    @CsvSource({
        "1503458722-80c1d1ad2e0c2ab63eebb50eed64201a",
        "1503458721-80c1d1ad2e0c2ab63eebb50eed64201b",
        "1503458721-80C1D1AD2E0C2AB63EEBB50EED64201A",
        "1503458721-80c1d1ad2e0c2ab63eebb50eed64201",
        "01503458721-80c1d1ad2e0c2ab63eebb50eed64201a",
        "1503458721-",
        "1503458721--80c1d1ad2e0c2ab63eebb50eed64201a"
    })
    void aWrongHashIsNone(String sign) {
        assertDenied(verdict(sign, CHANNEL, "/live/stream", EXPIRY), Reason.BAD_SIGNATURE);
    }

    @Test
    void aSignIsForItsStreamOnly() {
        assertDenied(verdict(SIGN, new ChannelId("live", "stream2"), "/live/stream2", EXPIRY), Reason.BAD_SIGNATURE);
        assertDenied(verdict(SIGN, new ChannelId("other", "stream"), "/other/stream", EXPIRY), Reason.BAD_SIGNATURE);
    }

    @Test
    void theAppIsWhatTheClientHasNamed() {
        ChannelId inHostName = new ChannelId("other", "stream");

        assertThat(verdict(SIGN, inHostName, "/live/stream", EXPIRY)).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void aPathThatDoesNotEndInTheChannelMeansNothing() {
        assertDenied(verdict(SIGN, new ChannelId("other", "live"), "/live/stream", EXPIRY), Reason.BAD_SIGNATURE);
    }

    @Test
    void aNameMayBeSignedAsItIsOrEscaped() {
        ChannelId channel = new ChannelId("live", "a b");

        assertThat(verdict("1503458721-" + md5("/live/a b-1503458721-"), channel, "/live/a b", EXPIRY))
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(verdict("1503458721-" + md5("/live/a%20b-1503458721-"), channel, "/live/a b", EXPIRY))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "1503458721", "x-80c1d1ad2e0c2ab63eebb50eed64201a", "-1-2", "999999999999-x", " 1-2"})
    void whatHasNoTimeIsNoSign(String text) {
        assertThat(NodeMediaSign.parse(text)).isEqualTo(Optional.empty());
    }

    private static Verdict verdict(String sign, ChannelId channel, String path, Instant now) {
        return NodeMediaSign.parse(sign).orElseThrow().verdict(SECRET, channel, path, now);
    }

    private static String md5(String text) {
        return TestingSigns.md5(text + SECRET.value());
    }

    private static void assertDenied(Verdict verdict, Reason reason) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Denied.class, denied -> assertThat(denied.reason())
                .isEqualTo(reason));
    }
}
