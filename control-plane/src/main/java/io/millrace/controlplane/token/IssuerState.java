package io.millrace.controlplane.token;

import io.millrace.auth.TokenClaims;
import io.millrace.controlplane.persistence.Persistent;
import io.millrace.token.TokenBoard;
import io.millrace.token.TokenNews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys and revoked tokens, as the events have made them; also the issuer's snapshot.
 *
 * @param own in the order in which they sign
 * @param imported in the order of their ids
 * @param revoked when each revoked token expires, by its id
 */
record IssuerState(List<OwnKey> own, List<ImportedKey> imported, SortedMap<String, Instant> revoked)
        implements Persistent {
    static final IssuerState EMPTY = new IssuerState(List.of(), List.of(), new TreeMap<>());

    /** How long an expired token counts as one that has not: nodes' clocks are not the same. */
    static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    IssuerState {
        own = List.copyOf(own);
        imported = List.copyOf(imported);
        revoked = Collections.unmodifiableSortedMap(new TreeMap<>(revoked));
    }

    Optional<OwnKey> ownKey(String id) {
        return own.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    Optional<ImportedKey> importedKey(String id) {
        return imported.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    IssuerState made(IssuerEvent.KeyMade event) {
        List<OwnKey> more = new ArrayList<>(own);
        more.add(event.key());
        more.sort(Comparator.comparing(OwnKey::signsFrom));
        return new IssuerState(more, imported, revoked);
    }

    IssuerState used(IssuerEvent.KeyUsed event) {
        return new IssuerState(
                own.stream()
                        .map(key -> key.id().equals(event.id()) ? key.usedUntil(event.until()) : key)
                        .toList(),
                imported,
                revoked);
    }

    IssuerState keyImported(IssuerEvent.KeyImported event) {
        List<ImportedKey> others = withoutImported(event.key().id());
        others.add(event.key());
        others.sort(Comparator.comparing(ImportedKey::id));
        return new IssuerState(own, others, revoked);
    }

    IssuerState keyRemoved(IssuerEvent.KeyRemoved event) {
        return new IssuerState(
                own.stream().filter(key -> !key.id().equals(event.id())).toList(),
                withoutImported(event.id()),
                revoked);
    }

    private List<ImportedKey> withoutImported(String id) {
        List<ImportedKey> others = new ArrayList<>(imported);
        others.removeIf(key -> key.id().equals(id));
        return others;
    }

    IssuerState tokenRevoked(IssuerEvent.TokenRevoked event) {
        SortedMap<String, Instant> more = new TreeMap<>(revoked);
        more.values().removeIf(expiry -> isOver(expiry, event.at()));
        more.put(event.id(), event.expiry());
        return new IssuerState(own, imported, more);
    }

    /** Whether a token of that expiry is of no use on any node. */
    static boolean isOver(Instant expiry, Instant now) {
        return expiry.plus(CLOCK_MARGIN).isBefore(now);
    }

    int revokedCount(Instant now) {
        return (int)
                revoked.values().stream().filter(expiry -> !isOver(expiry, now)).count();
    }

    /** @param version the number of the last event */
    TokenNews keyNews(long version) {
        List<TokenNews.PublishedKey> keys = new ArrayList<>();
        own.forEach(
                key -> keys.add(new TokenNews.PublishedKey(key.id(), key.publicKey(), TokenClaims.ISSUER, List.of())));
        imported.forEach(
                key -> keys.add(new TokenNews.PublishedKey(key.id(), key.publicKey(), key.issuer(), key.buckets())));
        return new TokenNews.Keys(version, keys);
    }

    /** @param version the number of the last event */
    TokenNews revokedNews(int page, long version) {
        SortedMap<String, Long> expiries = new TreeMap<>();
        revoked.forEach((id, expiry) -> {
            if (TokenBoard.pageOf(id) == page) {
                expiries.put(id, expiry.getEpochSecond());
            }
        });
        return new TokenNews.Revoked(version, page, expiries);
    }
}
