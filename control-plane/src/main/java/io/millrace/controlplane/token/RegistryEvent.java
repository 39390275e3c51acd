package io.millrace.controlplane.token;

import io.millrace.controlplane.persistence.Persistent;
import java.time.Instant;

/**
 * What has happened to a bucket's tokens. This file is a file format: the class names and component names are what the
 * journal says, so none is ever renamed or moved.
 */
sealed interface RegistryEvent extends Persistent {

    /** Also forgets those that had expired by then. */
    record TokenIssued(TokenEntry entry) implements RegistryEvent {}

    record TokenRevoked(String id, Instant at) implements RegistryEvent {}
}
