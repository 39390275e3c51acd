package io.millrace.controlplane.token;

import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;

/**
 * What has happened to keys and revoked tokens. This file is a file format: the class names and component names are what
 * the journal says, so none is ever renamed or moved.
 */
sealed interface IssuerEvent extends Persistent {

    record KeyMade(OwnKey key) implements IssuerEvent {}

    /** The key signs a token that expires no later than that. */
    record KeyUsed(String id, Instant until) implements IssuerEvent {}

    record KeyImported(ImportedKey key) implements IssuerEvent {}

    /** An own or an imported one. */
    record KeyRemoved(String id, Instant at) implements IssuerEvent {}

    /** Also forgets those that had expired by then. */
    record TokenRevoked(String id, Instant expiry, Instant at) implements IssuerEvent {}
}
