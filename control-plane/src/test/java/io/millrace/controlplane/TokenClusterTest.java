package io.millrace.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import com.typesafe.config.ConfigFactory;
import io.millrace.config.Settings;
import io.millrace.controlplane.token.IssuerReply;
import io.millrace.controlplane.token.KeyCipher;
import io.millrace.controlplane.token.TokenEntities;
import io.millrace.controlplane.token.TokenEntry;
import io.millrace.controlplane.token.TokenGrant;
import io.millrace.controlplane.token.TokenSettings;
import io.millrace.controlplane.token.Tokens;
import io.millrace.token.ClusterTokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenClusterTest {
    private static final KeyCipher CIPHER = new KeyCipher("secret".getBytes(StandardCharsets.UTF_8));
    private static final TokenGrant GRANT = new TokenGrant(
            Optional.empty(),
            Optional.of(""),
            List.of("play"),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty());

    @TempDir
    private Path data;

    private TestingNode start() throws Exception {
        return TestingNode.start(data, new TestingObjectStore(), "");
    }

    private static Tokens tokens(TestingNode node) {
        TokenSettings settings = TokenSettings.from(Settings.of(ConfigFactory.load(), "millrace.token"));
        InstantSource clock = InstantSource.system();
        TokenEntities entities = TokenEntities.start(node.system(), settings, CIPHER, Duration.ofSeconds(20), clock);
        return new Tokens(entities, CIPHER, clock);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Tokens.Issued issue(Tokens tokens) throws Exception {
        Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3600);
        return (Tokens.Issued) get(tokens.issue("live", GRANT, expiry, "AK"));
    }

    private static boolean verifies(ClusterTokens known, String token) throws Exception {
        SignedJWT read = SignedJWT.parse(token);
        return read.verify(new ECDSAVerifier(
                known.key(read.getHeader().getKeyID()).orElseThrow().publicKey()));
    }

    @Test
    void aRevocationReachesAllNodesWithinASecondAndStaysWhenAllHaveRestarted() throws Exception {
        Tokens.Issued kept;
        Tokens.Issued revoked;
        try (TestingNode node = start();
                TestingMediaNode media = TestingMediaNode.join(node)) {
            Tokens tokens = tokens(node);
            ClusterTokens known = new ClusterTokens();
            known.attach(media.system());
            get(known.whenReady());
            kept = issue(tokens);
            revoked = issue(tokens);
            assertThat(verifies(known, revoked.token())).isTrue();

            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            known.onRevoked(told::add);
            TokenEntry entry = get(tokens.find("live", revoked.entry().id())).orElseThrow();
            long asked = System.nanoTime();
            assertThat(get(tokens.revoke("live", entry))).isEqualTo(new IssuerReply.Done());
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(entry.id());
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
            assertThat(known.isRevoked(entry.id())).isTrue();

            try (TestingMediaNode late = TestingMediaNode.join(node)) {
                ClusterTokens lateKnown = new ClusterTokens();
                lateKnown.attach(late.system());
                get(lateKnown.whenReady());
                assertThat(lateKnown.isRevoked(entry.id())).isTrue();
            }
        }
        try (TestingNode node = start()) {
            Tokens tokens = tokens(node);
            ClusterTokens known = new ClusterTokens();
            known.attach(node.system());
            get(known.whenReady());
            assertThat(known.isRevoked(revoked.entry().id())).isTrue();
            assertThat(known.isRevoked(kept.entry().id())).isFalse();
            assertThat(verifies(known, kept.token())).isTrue();
            assertThat(get(tokens.list("live", "", 10)).entries())
                    .extracting(TokenEntry::id)
                    .containsExactly(kept.entry().id(), revoked.entry().id());
        }
    }
}
