package io.millrace.rtmp.address;

import io.millrace.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the list of virtual hosts, {@code millrace.rtmp.vhosts}. */
public final class VirtualHostSettings {
    private static final String BUCKET = "[a-z0-9_-]*(\\[app])?[a-z0-9_-]*";

    private VirtualHostSettings() {}

    /** @param sections each with the {@code name} of a host and its {@code bucket} */
    public static VirtualHosts from(List<Settings> sections) {
        Map<String, String> buckets = new HashMap<>();
        for (Settings section : sections) {
            String name = section.text("name");
            String bucket = section.text("bucket");
            if (name.isEmpty() || name.indexOf('/') >= 0) {
                throw section.wrong("name", name, "a host name");
            }
            if (bucket.isEmpty() || !bucket.matches(BUCKET)) {
                throw section.wrong("bucket", bucket, "a bucket's name, in which [app] may stand for the app");
            }
            if (buckets.put(name.toLowerCase(Locale.ROOT), bucket) != null) {
                throw section.wrong("name", name, "each host once");
            }
        }
        return new VirtualHosts(buckets);
    }
}
