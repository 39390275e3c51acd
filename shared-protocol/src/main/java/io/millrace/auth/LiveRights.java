package io.millrace.auth;

import io.millrace.channel.BucketSecurity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rights by which somebody publishes or plays on this node now: bounds the viewers of each token, and tells those
 * whose token is revoked, or whose token's key is withdrawn. Knows as many as there are connections with a token, which the node's own limits bound. Safe on
 * any thread.
 */
public final class LiveRights {
    private final TokenAuthority authority;
    private final InstantSource clock;
    private final Map<String, Holders> byToken = new ConcurrentHashMap<>();

    /** Those of one token; used in the map's computations only. */
    private static final class Holders {
        private final Set<LiveRight> all = new HashSet<>();
        private int viewers;
    }

    public LiveRights(TokenAuthority authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
        authority.onRevoked(this::revoked);
        authority.onKeysWithdrawn(this::keysWithdrawn);
    }

    /**
     * Somebody begins to use a right, and owes a {@link LiveRight#leave}.
     *
     * @param security of the bucket now
     * @return empty if the right's token has as many viewers on this node as it may
     */
    public Optional<LiveRight> enter(StreamAction action, Right right, BucketSecurity security) {
        LiveRight entered = new LiveRight(this, action, right, security);
        if (right.tokenId().isEmpty()) {
            return Optional.of(entered);
        }
        boolean[] full = {false};
        byToken.compute(right.tokenId().get(), (id, known) -> {
            Holders holders = known == null ? new Holders() : known;
            if (action == StreamAction.PLAY
                    && right.maxViewers().isPresent()
                    && holders.viewers >= right.maxViewers().getAsInt()) {
                full[0] = true;
                return known;
            }
            holders.all.add(entered);
            holders.viewers += action == StreamAction.PLAY ? 1 : 0;
            return holders;
        });
        return full[0] ? Optional.empty() : Optional.of(entered);
    }

    void leave(LiveRight left) {
        left.right()
                .tokenId()
                .ifPresent(token -> byToken.computeIfPresent(token, (id, holders) -> {
                    if (holders.all.remove(left) && left.action() == StreamAction.PLAY) {
                        holders.viewers--;
                    }
                    return holders.all.isEmpty() ? null : holders;
                }));
    }

    private void revoked(String tokenId) {
        holders(tokenId).forEach(LiveRight::revoke);
    }

    /** Keys go seldom, so those of each token are looked for rather than kept by key. */
    private void keysWithdrawn() {
        for (String tokenId : byToken.keySet()) {
            holders(tokenId).stream().filter(held -> isRevoked(held.right())).forEach(LiveRight::revoke);
        }
    }

    private List<LiveRight> holders(String tokenId) {
        List<LiveRight> all = new ArrayList<>();
        byToken.computeIfPresent(tokenId, (id, holders) -> {
            all.addAll(holders.all);
            return holders;
        });
        return all;
    }

    /** By itself, or with the key that it was signed by. */
    boolean isRevoked(Right right) {
        return right.tokenId().filter(authority::isRevoked).isPresent()
                || right.proof().filter(proof -> !proof.holds(authority)).isPresent();
    }

    InstantSource clock() {
        return clock;
    }

    /** Of how many tokens there is somebody. */
    int tokens() {
        return byToken.size();
    }
}
