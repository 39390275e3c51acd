package io.millrace.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.millrace.token.PublicKeyText;
import io.millrace.token.TokenBoard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The largest of what settings and checks allow fits a message between nodes, with room to spare. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenSizeTest {
    /** The deployment's {@code akka.remote.artery.advanced.maximum-frame-size} is 512 KiB. */
    private static final int MOST = 384 << 10;

    private static final Instant AT = TestingTime.START;

    private final ActorTestKit actors = ActorTestKit.create();

    @AfterAll
    void stop() {
        actors.shutdownTestKit();
    }

    private int size(Object message) {
        Serialization serialization = SerializationExtension.get(actors.system().classicSystem());
        return serialization.serialize(message).get().length;
    }

    @Test
    void aPageOfRevokedTokensFits() {
        SortedMap<String, Instant> revoked = new TreeMap<>();
        Random random = new Random(1);
        byte[] id = new byte[16];
        while (revoked.size() < 50_000) {
            random.nextBytes(id);
            revoked.put(HexFormat.of().formatHex(id), AT);
        }
        IssuerState state = new IssuerState(List.of(), List.of(), revoked);
        int total = 0;
        for (int page = 0; page < TokenBoard.PAGES; page++) {
            int bytes = size(state.revokedNews(page, 1_000_000));
            assertThat(bytes).isLessThan(MOST);
            total += bytes;
        }
        assertThat(total).isGreaterThan(50_000 * 32);
    }

    @Test
    void allKeysFit() throws Exception {
        String text =
                PublicKeyText.of(new ECKeyGenerator(Curve.P_256).generate().toECPublicKey());
        List<OwnKey> own = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            own.add(new OwnKey("x".repeat(43), text, "", AT, AT, Optional.empty()));
        }
        List<String> buckets = new ArrayList<>();
        for (int i = 10; i < 42; i++) {
            buckets.add("b".repeat(61) + i);
        }
        List<ImportedKey> imported = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            imported.add(new ImportedKey("x".repeat(128), text, "y".repeat(128), buckets, AT));
        }
        assertThat(size(new IssuerState(own, imported, new TreeMap<>()).keyNews(1_000_000)))
                .isLessThan(MOST);
    }

    @Test
    void aPageOfListedTokensFits() {
        TokenGrant grant = new TokenGrant(
                Optional.of("c".repeat(63)),
                Optional.empty(),
                List.of("publish", "play"),
                Optional.of("Ä".repeat(128)),
                Map.of("a", "x".repeat(2047)),
                Optional.of("2001:0db8:0000:0000:0000:0000:0000:0000/128"),
                Optional.of(Integer.MAX_VALUE));
        TokenEntry entry = new TokenEntry(
                "i".repeat(32),
                "k".repeat(43),
                grant,
                "a".repeat(128),
                AT,
                AT.plus(Duration.ofDays(1)),
                Optional.of(AT));
        List<TokenEntry> page = Collections.nCopies(RegistryCommand.ListTokens.MAX_LISTED, entry);
        assertThat(size(new RegistryReply.TokenPage(page, Optional.of(entry.id()))))
                .isLessThan(MOST);
    }
}
