package io.millrace.controlplane.token;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.millrace.controlplane.token.IssuerCommand.GetSigningKey;
import io.millrace.controlplane.token.IssuerCommand.ImportKey;
import io.millrace.controlplane.token.IssuerCommand.ListKeys;
import io.millrace.controlplane.token.IssuerCommand.RemoveKey;
import io.millrace.controlplane.token.IssuerCommand.Revoke;
import io.millrace.controlplane.token.IssuerReply.AllKeys;
import io.millrace.controlplane.token.IssuerReply.Done;
import io.millrace.controlplane.token.IssuerReply.SigningKey;
import io.millrace.controlplane.token.IssuerReply.TakenKeyId;
import io.millrace.controlplane.token.IssuerReply.TooManyKeys;
import io.millrace.controlplane.token.IssuerReply.TooManyRevoked;
import io.millrace.controlplane.token.IssuerReply.UnknownKey;
import io.millrace.token.PublicKeyText;
import io.millrace.token.TokenBoard;
import io.millrace.token.TokenNews;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestingTime time = new TestingTime();
    private final List<TokenNews> board = new CopyOnWriteArrayList<>();
    private final ActorTestKit actors = ActorTestKit.create(
            PersistenceTestKitPlugin.getInstance().config().withFallback(PersistenceTestKitSnapshotPlugin.config()));
    private volatile CompletableFuture<Boolean> allNodes = CompletableFuture.completedFuture(true);
    private ActorRef<TokenMessage> issuer;

    @BeforeEach
    void start() {
        start(TestingTokens.CIPHER);
    }

    private void start(KeyCipher cipher) {
        issuer = actors.spawn(TokenIssuer.create(
                TestingTokens.settings(10, 2, 2),
                cipher,
                news -> {
                    board.add(news);
                    return allNodes;
                },
                time));
    }

    private void restart(KeyCipher cipher) {
        actors.stop(issuer);
        board.clear();
        start(cipher);
    }

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    private <R> TestProbe<R> send(Function<ActorRef<R>, IssuerCommand> command) {
        TestProbe<R> reply = actors.createTestProbe();
        issuer.tell(command.apply(reply.getRef()));
        return reply;
    }

    private <R> R ask(Function<ActorRef<R>, IssuerCommand> command) {
        return send(command).receiveMessage();
    }

    private String signingKey(Duration life) {
        SigningKey key = ask(replyTo -> new GetSigningKey(time.instant().plus(life), replyTo));
        assertThat(TestingTokens.CIPHER.open(key.id(), key.sealedPrivateKey())).isPresent();
        return key.id();
    }

    private List<String> ownKeys() {
        issuer.tell(TokenIssuer.Tick.TICK);
        return this.<AllKeys>ask(ListKeys::new).own().stream().map(OwnKey::id).toList();
    }

    private IssuerReply.Revoking revoke(String id, Duration life) {
        return ask(replyTo -> new Revoke(id, time.instant().plus(life), replyTo));
    }

    private List<String> revokedOnBoard() {
        List<String> ids = new ArrayList<>();
        for (int page = 0; page < TokenBoard.PAGES; page++) {
            int number = page;
            board.stream()
                    .filter(news -> news instanceof TokenNews.Revoked revoked && revoked.page() == number)
                    .reduce((earlier, later) -> later)
                    .ifPresent(news ->
                            ids.addAll(((TokenNews.Revoked) news).expiries().keySet()));
        }
        return ids;
    }

    private List<String> keysOnBoard() {
        return board.stream()
                .filter(TokenNews.Keys.class::isInstance)
                .reduce((earlier, later) -> later)
                .map(news -> ((TokenNews.Keys) news)
                        .keys().stream().map(TokenNews.PublishedKey::id).toList())
                .orElse(List.of());
    }

    private static ImportedKey imported(String id) throws Exception {
        String text =
                PublicKeyText.of(new ECKeyGenerator(Curve.P_256).generate().toECPublicKey());
        return new ImportedKey(id, text, "https://id.example.com", List.of("shows"), TestingTime.START);
    }

    @Test
    void theFirstKeyIsOnTheBoardBeforeItSigns() {
        String first = signingKey(HOUR);
        assertThat(keysOnBoard()).containsExactly(first);
        assertThat(signingKey(DAY)).isEqualTo(first);
    }

    @Test
    void aKeyIsNotHandedOutWhileNodesDoNotKnowIt() {
        ownKeys();
        allNodes = new CompletableFuture<>();
        restart(TestingTokens.CIPHER);
        TestProbe<SigningKey> reply = send(replyTo -> new GetSigningKey(time.instant(), replyTo));
        reply.expectNoMessage(Duration.ofMillis(200));
        allNodes.complete(false);
        reply.receiveMessage();
    }

    @Test
    void theSameKeySignsAfterARestart() {
        String first = signingKey(HOUR);
        restart(TestingTokens.CIPHER);
        assertThat(signingKey(HOUR)).isEqualTo(first);
        assertThat(keysOnBoard()).containsExactly(first);
    }

    @Test
    void theNextKeyIsKnownAnHourBeforeItSigns() {
        String first = signingKey(HOUR);
        time.pass(DAY.multipliedBy(30).minus(HOUR));
        List<String> both = ownKeys();
        assertThat(both).hasSize(2).startsWith(first);
        assertThat(keysOnBoard()).isEqualTo(both);
        assertThat(signingKey(HOUR)).isEqualTo(first);
        time.pass(HOUR);
        assertThat(signingKey(HOUR)).isEqualTo(both.get(1));
    }

    @Test
    void anOldKeyStaysUntilTheLastOfItsTokensHasExpired() {
        String first = signingKey(DAY.multipliedBy(40));
        time.pass(DAY.multipliedBy(30).minus(HOUR));
        ownKeys();
        time.pass(DAY.multipliedBy(10).plusMinutes(59));
        assertThat(ownKeys()).contains(first);
        time.pass(HOUR.multipliedBy(2).plusMinutes(6));
        assertThat(ownKeys()).hasSize(1).doesNotContain(first);
        assertThat(keysOnBoard()).doesNotContain(first);
    }

    @Test
    void anotherSecretMakesAnotherKeySignWhileTheOldOneGoesOnToVerify() {
        String first = signingKey(DAY);
        KeyCipher other = new KeyCipher("another secret".getBytes(StandardCharsets.UTF_8));
        restart(other);
        SigningKey second = ask(replyTo -> new GetSigningKey(time.instant(), replyTo));
        assertThat(second.id()).isNotEqualTo(first);
        assertThat(other.open(second.id(), second.sealedPrivateKey())).isPresent();
        assertThat(ownKeys()).containsExactly(first, second.id());
    }

    @Test
    void aRemovedKeyIsReplaced() {
        String first = signingKey(DAY);
        assertThat(this.<IssuerReply.Removing>ask(replyTo -> new RemoveKey(first, replyTo)))
                .isEqualTo(new Done());
        assertThat(signingKey(DAY)).isNotEqualTo(first);
        assertThat(keysOnBoard()).hasSize(1).doesNotContain(first);
        assertThat(this.<IssuerReply.Removing>ask(replyTo -> new RemoveKey(first, replyTo)))
                .isEqualTo(new UnknownKey());
    }

    @Test
    void keysOfOthersAreImportedUpToANumber() throws Exception {
        String own = signingKey(DAY);
        ImportedKey key = imported("theirs");
        assertThat(this.<IssuerReply.Importing>ask(replyTo -> new ImportKey(key, replyTo)))
                .isEqualTo(new Done());
        assertThat(keysOnBoard()).containsExactly(own, "theirs");
        ImportedKey taken = imported(own);
        assertThat(this.<IssuerReply.Importing>ask(replyTo -> new ImportKey(taken, replyTo)))
                .isEqualTo(new TakenKeyId());
        ImportedKey second = imported("second");
        this.<IssuerReply.Importing>ask(replyTo -> new ImportKey(second, replyTo));
        ImportedKey third = imported("third");
        assertThat(this.<IssuerReply.Importing>ask(replyTo -> new ImportKey(third, replyTo)))
                .isEqualTo(new TooManyKeys(2));
        ImportedKey changed = imported("second");
        assertThat(this.<IssuerReply.Importing>ask(replyTo -> new ImportKey(changed, replyTo)))
                .isEqualTo(new Done());
        restart(TestingTokens.CIPHER);
        assertThat(this.<AllKeys>ask(ListKeys::new).imported()).containsExactly(changed, key);
    }

    @Test
    void whatIsRevokedIsOnTheBoardBeforeTheAnswerAndAfterARestart() {
        assertThat(revoke("a", HOUR)).isEqualTo(new Done());
        assertThat(revokedOnBoard()).containsExactly("a");
        assertThat(revoke("a", HOUR)).isEqualTo(new Done());
        restart(TestingTokens.CIPHER);
        this.<AllKeys>ask(ListKeys::new);
        assertThat(revokedOnBoard()).containsExactly("a");
        assertThat(board.stream().filter(TokenNews.Revoked.class::isInstance)).hasSize(TokenBoard.PAGES);
    }

    @Test
    void aRevocationTooManyIsRefusedUntilAnotherTokenHasExpired() {
        revoke("a", HOUR);
        revoke("b", DAY);
        assertThat(revoke("c", HOUR)).isEqualTo(new TooManyRevoked(2));
        time.pass(HOUR.plusMinutes(6));
        assertThat(revoke("c", HOUR)).isEqualTo(new Done());
        restart(TestingTokens.CIPHER);
        this.<AllKeys>ask(ListKeys::new);
        assertThat(revokedOnBoard()).containsExactlyInAnyOrder("b", "c");
    }
}
