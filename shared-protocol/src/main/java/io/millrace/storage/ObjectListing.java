package io.millrace.storage;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing, in the order of the keys' UTF-8 bytes.
 *
 * @param commonPrefixes what the delimiter folded together
 */
public record ObjectListing(List<ObjectInfo> objects, List<String> commonPrefixes, Optional<String> nextMarker) {
    public ObjectListing {
        objects = List.copyOf(objects);
        commonPrefixes = List.copyOf(commonPrefixes);
    }
}
