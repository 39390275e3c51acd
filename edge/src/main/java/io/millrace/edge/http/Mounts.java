package io.millrace.edge.http;

import io.millrace.auth.RequestTarget;
import io.millrace.auth.UriEncoding;
import io.millrace.edge.http.MountTemplate.Match;
import io.millrace.rtmp.address.Query;
import io.millrace.rtmp.address.VirtualHosts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings the addresses of mounted streams and of virtual hosts to the one form in which access is decided:
 * {@code /bucket/key}. Addresses that have it, or are neither, stay as they are.
 *
 * @param templates where streams are, the first that fits counts
 */
record Mounts(List<MountTemplate> templates, VirtualHosts vhosts) {
    Mounts {
        templates = List.copyOf(templates);
    }

    /**
     * What an address means.
     *
     * @param target with the query as it was
     * @param named whether the target names the bucket, whatever the Host header says
     * @param stream whether it is that of a mounted stream
     * @param vhost the virtual host that the query names, if that chose the bucket
     */
    record Place(String target, boolean named, boolean stream, Optional<String> vhost) {}

    /**
     * @param host the Host header; may be empty
     * @param rawTarget as it stood on the wire
     */
    Place find(String host, String rawTarget) {
        if (RedirectMark.isIn(rawTarget)) {
            return new Place(RedirectMark.without(rawTarget), true, true, Optional.empty());
        }
        int mark = rawTarget.indexOf('?');
        String path = path(mark < 0 ? rawTarget : rawTarget.substring(0, mark));
        String query = mark < 0 ? "" : rawTarget.substring(mark);
        Optional<String> asked = RequestTarget.parse(rawTarget).parameter(VirtualHosts.PARAMETER);
        Asked address = new Asked(segments(path), asked, asked.orElseGet(() -> withoutPort(host)));
        boolean listed = vhosts.knows(address.vhost());
        return templates.stream()
                .flatMap(template -> mounted(template, address).stream())
                .findFirst()
                .map(key -> key.equals(Query.decode(path))
                        ? new Place(rawTarget, listed, true, Optional.empty())
                        : new Place(UriEncoding.encodePath(key) + query, true, true, Optional.empty()))
                .or(() -> ofVirtualHost(address, query))
                .orElseGet(() -> new Place(rawTarget, false, false, Optional.empty()));
    }

    /** @param parameter the virtual host that the query names; else {@code vhost} is the host that was connected to */
    private record Asked(List<String> segments, Optional<String> parameter, String vhost) {}

    /** Slash, bucket, slash and key of the stream that the template makes of an address. */
    private Optional<String> mounted(MountTemplate template, Asked address) {
        Optional<Match> found = template.match(address.segments());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Match match = found.get();
        String vhost = match.vhost().orElse(address.vhost());
        if ((template.ofListedHosts() || match.vhost().isPresent()) && !vhosts.knows(vhost)) {
            return Optional.empty();
        }
        return vhosts.bucket(vhost, match.app().orElse(""))
                .or(match::app)
                .map(bucket ->
                        '/' + bucket + '/' + match.stream() + match.format().suffix());
    }

    /** Playlists, segments and whatever else lies in the bucket: the app stands where the bucket would. */
    private Optional<Place> ofVirtualHost(Asked address, String query) {
        List<String> segments = address.segments();
        if (segments.size() < 2) {
            return Optional.empty();
        }
        String app = Query.decode(segments.get(0));
        return vhosts.bucket(address.vhost(), app)
                .map(bucket -> new Place(
                        '/'
                                + UriEncoding.encode(bucket)
                                + '/'
                                + String.join("/", segments.subList(1, segments.size()))
                                + query,
                        true,
                        false,
                        address.parameter()));
    }

    /** Whether that is a mounted stream, of whichever form its address was. */
    boolean isMounted(String bucket, String key) {
        List<String> segments = segments('/' + UriEncoding.encodePath(bucket + '/' + key));
        return templates.stream()
                .anyMatch(template ->
                        !template.ofListedHosts() && template.match(segments).isPresent());
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    /** A target in absolute form (RFC 9112, section 3.2.2) names the server, too. */
    private static String path(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        int slash = target.indexOf('/', scheme < 0 ? 0 : scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return (colon < 0 || host.endsWith("]") ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }
}
