package io.millrace.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.millrace.auth.TokenKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClusterTokensTest {
    private final ClusterTokens tokens = new ClusterTokens();

    private static TokenNews revoked(long version, int page, String... ids) {
        TreeMap<String, Long> expiries = new TreeMap<>();
        for (String id : ids) {
            expiries.put(id, 1_800_000_000L);
        }
        return new TokenNews.Revoked(version, page, expiries);
    }

    private void learnAllPages() {
        for (int page = 0; page < TokenBoard.PAGES; page++) {
            tokens.learn(revoked(1, page));
        }
    }

    @Test
    void itIsReadyOnceItHasHeardOfTheKeysAndOfEveryPage() {
        assertThat(tokens.isReady()).isFalse();
        learnAllPages();
        assertThat(tokens.isReady()).isFalse();
        assertThat(tokens.whenReady().toCompletableFuture()).isNotDone();
        tokens.learn(new TokenNews.Keys(1, List.of()));
        assertThat(tokens.isReady()).isTrue();
        assertThat(tokens.whenReady().toCompletableFuture()).isDone();
    }

    @Test
    void keysAreKnownUntilTheyAreRemoved() throws Exception {
        ECPublicKey key = new ECKeyGenerator(Curve.P_256).generate().toECPublicKey();
        tokens.learn(new TokenNews.Keys(
                1,
                List.of(
                        new TokenNews.PublishedKey("k", PublicKeyText.of(key), "issuer", List.of("shows")),
                        new TokenNews.PublishedKey("unreadable", "AAAA", "issuer", List.of()))));
        assertThat(tokens.key("k")).contains(new TokenKey(key, "issuer", Set.of("shows")));
        assertThat(tokens.key("unreadable")).isEmpty();
        assertThat(tokens.key("k").orElseThrow().signs("issuer", "shows")).isTrue();
        assertThat(tokens.key("k").orElseThrow().signs("issuer", "live")).isFalse();
        assertThat(tokens.key("k").orElseThrow().signs("millrace", "shows")).isFalse();
        tokens.learn(new TokenNews.Keys(2, List.of()));
        assertThat(tokens.key("k")).isEmpty();
    }

    @Test
    void keysThatAreGoneOrOthersAreToldOfAndNewOnesAreNot() throws Exception {
        TokenNews.PublishedKey one = published("one", "issuer");
        TokenNews.PublishedKey two = published("two", "issuer");
        AtomicInteger told = new AtomicInteger();
        tokens.onKeysWithdrawn(() -> {
            throw new IllegalStateException("a listener that fails");
        });
        Runnable end = tokens.onKeysWithdrawn(told::incrementAndGet);
        tokens.learn(new TokenNews.Keys(1, List.of(one)));
        tokens.learn(new TokenNews.Keys(2, List.of(one, two)));
        assertThat(told).hasValue(0);
        tokens.learn(new TokenNews.Keys(3, List.of(one, published("two", "issuer"))));
        assertThat(told).hasValue(1);
        tokens.learn(new TokenNews.Keys(4, List.of(one)));
        assertThat(told).hasValue(2);
        end.run();
        tokens.learn(new TokenNews.Keys(5, List.of()));
        assertThat(told).hasValue(2);
    }

    private static TokenNews.PublishedKey published(String id, String issuer) throws Exception {
        ECPublicKey key = new ECKeyGenerator(Curve.P_256).generate().toECPublicKey();
        return new TokenNews.PublishedKey(id, PublicKeyText.of(key), issuer, List.of());
    }

    @Test
    void eachRevocationIsToldOnce() {
        List<String> told = new ArrayList<>();
        tokens.onRevoked(id -> {
            throw new IllegalStateException("a listener that fails");
        });
        Runnable end = tokens.onRevoked(told::add);
        int page = TokenBoard.pageOf("a");
        tokens.learn(revoked(1, page, "a"));
        assertThat(tokens.isRevoked("a")).isTrue();
        assertThat(tokens.isRevoked("b")).isFalse();
        tokens.learn(revoked(2, page, "a", "A-as-if-on-the-same-page"));
        assertThat(told).containsExactly("a", "A-as-if-on-the-same-page");
        end.run();
        tokens.learn(revoked(3, page, "another"));
        assertThat(told).hasSize(2);
        assertThat(tokens.isRevoked("a")).isFalse();
    }
}
