package io.millrace.token;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWRegister;
import akka.cluster.ddata.LWWRegisterKey;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Where the news of tokens stand, in Akka's distributed data: a register for the keys, and one for each page of revoked
 * tokens, so that each fits a message between nodes and a revocation sends one page only. There is one writer in a
 * cluster, and each of its news is whole, so a reader never has half of a page. Safe on any thread.
 */
public final class TokenBoard {
    /** How many pages the revoked tokens are spread over. */
    public static final int PAGES = 16;

    /** News go to all nodes at once; who does not answer by then learns them from the others later. */
    private static final Duration WRITE_LIMIT = Duration.ofMillis(700);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Key<LWWRegister<TokenNews>> KEYS = LWWRegisterKey.create("millrace-token-keys");

    private final ActorSystem<?> system;
    private final SelfUniqueAddress self;

    public TokenBoard(ActorSystem<?> system) {
        this.system = system;
        this.self = DistributedData.get(system).selfUniqueAddress();
    }

    /** The page on which a token is, if it is revoked. */
    public static int pageOf(String tokenId) {
        return Math.floorMod(tokenId.hashCode(), PAGES);
    }

    static Key<LWWRegister<TokenNews>> keys() {
        return KEYS;
    }

    static Key<LWWRegister<TokenNews>> page(int page) {
        return LWWRegisterKey.create("millrace-tokens-revoked-" + page);
    }

    private static Key<LWWRegister<TokenNews>> keyOf(TokenNews news) {
        return news instanceof TokenNews.Revoked revoked ? page(revoked.page()) : KEYS;
    }

    /**
     * Puts something up; news of a version that is older than what is there change nothing.
     *
     * @return completes once all nodes have it, or the time for that is over: with whether all have
     */
    public CompletionStage<Boolean> put(TokenNews news) {
        LWWRegister<TokenNews> register =
                LWWRegister.create(self, news, (current, value) -> Math.max(current, value.version()));
        CompletionStage<Replicator.UpdateResponse<LWWRegister<TokenNews>>> answer = AskPattern.ask(
                DistributedData.get(system).replicator(),
                replyTo -> new Replicator.Update<>(
                        keyOf(news),
                        register,
                        new Replicator.WriteAll(WRITE_LIMIT),
                        replyTo,
                        current -> current.merge(register)),
                ANSWER_LIMIT,
                system.scheduler());
        return answer.thenApply(result -> result instanceof Replicator.UpdateSuccess);
    }
}
