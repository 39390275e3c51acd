package io.millrace.controlplane.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket's tokens in the order of their ids; unchangeable, and as a snapshot a list of entries. */
final class RegistryState implements Persistent {
    static final RegistryState EMPTY = new RegistryState(List.of());

    private final NavigableMap<String, TokenEntry> tokens;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    RegistryState(List<TokenEntry> entries) {
        NavigableMap<String, TokenEntry> map = new TreeMap<>();
        entries.forEach(entry -> map.put(entry.id(), entry));
        this.tokens = Collections.unmodifiableNavigableMap(map);
    }

    private RegistryState(NavigableMap<String, TokenEntry> tokens) {
        this.tokens = Collections.unmodifiableNavigableMap(tokens);
    }

    @JsonValue
    Collection<TokenEntry> entries() {
        return tokens.values();
    }

    RegistryState issued(RegistryEvent.TokenIssued event) {
        NavigableMap<String, TokenEntry> more = new TreeMap<>(tokens);
        more.values().removeIf(entry -> !entry.expiresAt().isAfter(event.entry().issuedAt()));
        more.put(event.entry().id(), event.entry());
        return new RegistryState(more);
    }

    RegistryState revoked(RegistryEvent.TokenRevoked event) {
        NavigableMap<String, TokenEntry> changed = new TreeMap<>(tokens);
        changed.computeIfPresent(event.id(), (id, entry) -> entry.revoked(event.at()));
        return new RegistryState(changed);
    }

    Optional<TokenEntry> find(String id, Instant now) {
        return Optional.ofNullable(tokens.get(id))
                .filter(entry -> entry.expiresAt().isAfter(now));
    }

    /** How many have not expired. */
    int count(Instant now) {
        return (int) tokens.values().stream()
                .filter(entry -> entry.expiresAt().isAfter(now))
                .count();
    }

    /** Up to {@code max} that have not expired, with ids after {@code marker}. */
    List<TokenEntry> list(String marker, int max, Instant now) {
        List<TokenEntry> listed = new ArrayList<>();
        for (TokenEntry entry : tokens.tailMap(marker, false).values()) {
            if (listed.size() == max) {
                break;
            }
            if (entry.expiresAt().isAfter(now)) {
                listed.add(entry);
            }
        }
        return listed;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegistryState state && tokens.equals(state.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    @Override
    public String toString() {
        return "RegistryState" + tokens.keySet();
    }
}
