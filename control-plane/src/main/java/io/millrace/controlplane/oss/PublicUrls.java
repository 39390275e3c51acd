package io.millrace.controlplane.oss;

import static io.millrace.auth.UriEncoding.encode;

/**
 * Addresses that are told to clients; built from what the operator calls this cluster, never from what a client called
 * it.
 *
 * @param rtmp base of publish addresses, {@code rtmp://host[:port]}, without a slash at its end
 * @param http base of play addresses
 */
public record PublicUrls(String rtmp, String http) {
    public PublicUrls {
        rtmp = withoutSlash(rtmp);
        http = withoutSlash(http);
    }

    String publish(String bucket, String channel) {
        return rtmp + '/' + bucket + "/live/" + encode(channel);
    }

    String play(String bucket, String channel, String playlistName) {
        return http + '/' + bucket + '/' + encode(channel) + '/' + encode(playlistName);
    }

    /** The host and port of {@link #http}. */
    String endpoint() {
        int scheme = http.indexOf("://");
        return scheme < 0 ? http : http.substring(scheme + 3);
    }

    private static String withoutSlash(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
