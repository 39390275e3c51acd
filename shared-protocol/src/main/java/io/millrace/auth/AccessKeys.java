package io.millrace.auth;

import java.util.Optional;

/** The access keys that this cluster knows; in memory, safe on any thread. */
public interface AccessKeys {
    Optional<AccessKey> find(String id);
}
