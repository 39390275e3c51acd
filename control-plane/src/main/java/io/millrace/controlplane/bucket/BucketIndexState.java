package io.millrace.controlplane.bucket;

import io.millrace.controlplane.persistence.Persistent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The names of all buckets, in order; also the BucketIndex's snapshot. */
record BucketIndexState(List<String> names) implements Persistent {
    static final BucketIndexState EMPTY = new BucketIndexState(List.of());

    BucketIndexState {
        names = List.copyOf(names);
    }

    BucketIndexState added(BucketIndexEvent.BucketAdded event) {
        TreeSet<String> more = new TreeSet<>(names);
        more.add(event.name());
        return new BucketIndexState(List.copyOf(more));
    }

    BucketIndexState removed(BucketIndexEvent.BucketRemoved event) {
        List<String> fewer = new ArrayList<>(names);
        fewer.remove(event.name());
        return new BucketIndexState(fewer);
    }
}
