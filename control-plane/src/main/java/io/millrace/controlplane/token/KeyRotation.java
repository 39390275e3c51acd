package io.millrace.controlplane.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.millrace.token.PublicKeyText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When keys are made and forgotten. The next key is made, and known to all nodes, some time before it signs; one that
 * signs no more goes when the last of its tokens has expired. One that cannot be opened, as the cluster's secret has
 * changed, signs no more. For one thread.
 */
final class KeyRotation {
    /** How long before it signs a key is there, at most: for those who keep a copy of the JWKS. */
    private static final Duration LONGEST_LEAD = Duration.ofHours(1);

    /** How many there may be: keys are rotated later if tokens live so much longer than a key signs. */
    private static final int MAX_KEYS = 64;

    private final KeyCipher cipher;
    private final Duration interval;
    private final Duration lead;
    /** Whether a key can be opened, by its id. */
    private final Map<String, Boolean> openable = new HashMap<>();

    KeyRotation(KeyCipher cipher, Duration interval) {
        this.cipher = cipher;
        this.interval = interval;
        Duration half = interval.dividedBy(2);
        this.lead = half.compareTo(LONGEST_LEAD) < 0 ? half : LONGEST_LEAD;
    }

    /** The key that signs now, if there is one. */
    Optional<OwnKey> signing(IssuerState state, Instant now) {
        return state.own().stream()
                .filter(this::canSign)
                .filter(key -> !key.signsFrom().isAfter(now))
                .reduce((earlier, later) -> later);
    }

    private boolean canSign(OwnKey key) {
        return openable.computeIfAbsent(
                key.id(), id -> cipher.open(id, key.sealedPrivateKey()).isPresent());
    }

    /** What is to be made and forgotten now; afterwards there is a key that signs. */
    List<IssuerEvent> due(IssuerState state, Instant now) {
        openable.keySet().removeIf(id -> state.ownKey(id).isEmpty());
        List<IssuerEvent> events = new ArrayList<>();
        Optional<OwnKey> current = signing(state, now);
        if (current.isEmpty()) {
            events.add(new IssuerEvent.KeyMade(make(now, now)));
        } else if (state.own().size() < MAX_KEYS) {
            next(state, now).ifPresent(key -> events.add(new IssuerEvent.KeyMade(key)));
        }
        state.own().stream()
                .filter(key -> !signsLater(key, current, now))
                .filter(key -> key.usedUntil()
                        .map(until -> IssuerState.isOver(until, now))
                        .orElse(true))
                .forEach(key -> events.add(new IssuerEvent.KeyRemoved(key.id(), now)));
        return events;
    }

    /** Whether it signs now or will. */
    private boolean signsLater(OwnKey key, Optional<OwnKey> current, Instant now) {
        boolean isCurrent = current.map(OwnKey::id).filter(key.id()::equals).isPresent();
        return isCurrent || canSign(key) && key.signsFrom().isAfter(now);
    }

    private Optional<OwnKey> next(IssuerState state, Instant now) {
        Instant newest = state.own().stream()
                .filter(this::canSign)
                .map(OwnKey::signsFrom)
                .max(Instant::compareTo)
                .orElse(now);
        Instant wanted = newest.plus(interval);
        if (wanted.minus(lead).isAfter(now)) {
            return Optional.empty();
        }
        Instant soonest = now.plus(lead);
        return Optional.of(make(now, wanted.isBefore(soonest) ? soonest : wanted));
    }

    private OwnKey make(Instant now, Instant signsFrom) {
        try {
            ECKey pair = new ECKeyGenerator(Curve.P_256).generate();
            String id = pair.computeThumbprint().toString();
            return new OwnKey(
                    id,
                    PublicKeyText.of(pair.toECPublicKey()),
                    cipher.seal(id, pair.toECPrivateKey()),
                    now,
                    signsFrom,
                    Optional.empty());
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}
