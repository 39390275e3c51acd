package io.millrace.node;

import io.millrace.controlplane.persistence.JournalProbe;
import io.millrace.node.health.Dependency;
import io.millrace.storage.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What this node depends on, by its roles. */
final class Dependencies {
    private static final String DATABASE_DOWN =
            "Nothing can be created, changed or begun to be published; running streams go on, and sealed segments wait at the origins";

    private Dependencies() {}

    static Dependency store(NodeSettings node, ObjectStore store, Duration timeout) {
        List<String> meanings = new ArrayList<>();
        if (node.has(Role.ORIGIN)) {
            meanings.add("sealed segments wait at this origin, streams go on");
        }
        if (node.has(Role.EDGE)) {
            meanings.add("viewers of HLS get the segments that this edge has in its cache, and no others");
        }
        if (node.has(Role.CONTROL_PLANE)) {
            meanings.add("the API can neither read nor take objects");
        }
        return new Dependency("store", String.join("; ", meanings), () -> store.probe()
                .toCompletableFuture()
                .get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    }

    static Dependency database(JournalProbe probe) {
        return new Dependency("database", DATABASE_DOWN, probe::check);
    }
}
