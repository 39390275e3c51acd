package io.millrace.rtmp.address;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which bucket a virtual host stands for, over RTMP and HTTP alike. A host that is not listed means nothing: the address
 * itself then names its bucket.
 *
 * @param buckets the bucket of each host, by its lower-case name; in it {@code [app]} stands for the address's app
 */
public record VirtualHosts(Map<String, String> buckets) {
    /** The parameter of an address that names a virtual host, before the host that was connected to. */
    public static final String PARAMETER = "vhost";

    public static final VirtualHosts NONE = new VirtualHosts(Map.of());

    private static final String APP = "[app]";

    public VirtualHosts {
        buckets = Map.copyOf(buckets);
    }

    /** Whether the host is listed. */
    public boolean knows(String host) {
        return buckets.containsKey(host.toLowerCase(Locale.ROOT));
    }

    /**
     * The bucket of the host; empty if that is not listed, so that the address itself names its bucket.
     *
     * @param host without port; empty if there is none
     * @param app of the address; one that is itself a bucket of the host's form stays as it is, since the addresses of
     *     redirects name buckets
     */
    public Optional<String> bucket(String host, String app) {
        return Optional.ofNullable(buckets.get(host.toLowerCase(Locale.ROOT))).map(bucket -> fill(bucket, app));
    }

    private static String fill(String bucket, String app) {
        int at = bucket.indexOf(APP);
        if (at < 0) {
            return bucket;
        }
        String before = bucket.substring(0, at);
        String behind = bucket.substring(at + APP.length());
        boolean filled =
                app.length() > before.length() + behind.length() && app.startsWith(before) && app.endsWith(behind);
        return filled ? app : before + app + behind;
    }
}
