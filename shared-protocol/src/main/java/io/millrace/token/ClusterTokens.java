package io.millrace.token;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import io.millrace.auth.TokenAuthority;
import io.millrace.auth.TokenKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on the cluster's board, in this node's memory. It goes on to be known while the control plane or the whole
 * cluster is out of reach. Safe on any thread.
 */
public final class ClusterTokens implements TokenAuthority {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterTokens.class);

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> keyListeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile Known known = new Known(Map.of(), false, Map.of());

    /**
     * @param heard whether the keys are known, be there none
     * @param revoked the ids on each page that is known
     */
    private record Known(Map<String, TokenKey> keys, boolean heard, Map<Integer, Set<String>> revoked) {
        boolean isWhole() {
            return heard && revoked.size() == TokenBoard.PAGES;
        }
    }

    /** Begins to read the board in a system that is a member of a cluster or about to become one; again with the next one. */
    public void attach(ActorSystem<?> system) {
        system.systemActorOf(TokenWatch.create(this::learn), "millrace-tokens", Props.empty());
    }

    synchronized void learn(TokenNews news) {
        Known before = known;
        if (news instanceof TokenNews.Keys keys) {
            Map<String, TokenKey> now = keysOf(keys);
            known = new Known(now, true, before.revoked());
            if (!now.entrySet().containsAll(before.keys().entrySet())) {
                tellOfKeys();
            }
        } else if (news instanceof TokenNews.Revoked page) {
            Map<Integer, Set<String>> revoked = new HashMap<>(before.revoked());
            Set<String> now = Set.copyOf(page.expiries().keySet());
            Set<String> old = revoked.put(page.page(), now);
            known = new Known(before.keys(), before.heard(), Collections.unmodifiableMap(revoked));
            Set<String> added = new HashSet<>(now);
            added.removeAll(old == null ? Set.of() : old);
            added.forEach(this::tell);
        }
        if (known.isWhole()) {
            ready.complete(null);
        }
    }

    private static Map<String, TokenKey> keysOf(TokenNews.Keys news) {
        Map<String, TokenKey> keys = new HashMap<>();
        for (TokenNews.PublishedKey key : news.keys()) {
            try {
                keys.put(
                        key.id(),
                        new TokenKey(PublicKeyText.read(key.publicKey()), key.issuer(), Set.copyOf(key.buckets())));
            } catch (IllegalArgumentException e) {
                LOG.warn("Token key {} cannot be read: {}", key.id(), e.getMessage());
            }
        }
        return Collections.unmodifiableMap(keys);
    }

    private void tellOfKeys() {
        for (Runnable listener : keyListeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("The withdrawal of token keys could not be told: {}", e.toString());
            }
        }
    }

    private void tell(String tokenId) {
        for (Consumer<String> listener : listeners) {
            try {
                listener.accept(tokenId);
            } catch (RuntimeException e) {
                LOG.warn("The revocation of token {} could not be told: {}", tokenId, e.toString());
            }
        }
    }

    @Override
    public boolean isReady() {
        return known.isWhole();
    }

    /** Completes once {@link #isReady} holds, on a thread of the actor system. */
    public CompletionStage<Void> whenReady() {
        return ready.minimalCompletionStage();
    }

    @Override
    public Optional<TokenKey> key(String keyId) {
        return Optional.ofNullable(known.keys().get(keyId));
    }

    /** All keys by their ids. */
    public Map<String, TokenKey> keys() {
        return known.keys();
    }

    @Override
    public boolean isRevoked(String tokenId) {
        Set<String> page = known.revoked().get(TokenBoard.pageOf(tokenId));
        return page != null && page.contains(tokenId);
    }

    @Override
    public Runnable onRevoked(Consumer<String> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Runnable onKeysWithdrawn(Runnable listener) {
        keyListeners.add(listener);
        return () -> keyListeners.remove(listener);
    }
}
