package io.millrace.auth;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A fixed set of access keys. */
public final class ConfiguredAccessKeys implements AccessKeys {
    private final Map<String, AccessKey> byId;

    /** @param keys of two with the same id the first holds */
    public ConfiguredAccessKeys(Collection<AccessKey> keys) {
        this.byId = keys.stream()
                .collect(Collectors.toUnmodifiableMap(AccessKey::id, Function.identity(), (first, second) -> first));
    }

    @Override
    public Optional<AccessKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
