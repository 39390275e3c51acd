package io.millrace.controlplane.nearest;

import io.millrace.auth.RedirectedSign;
import io.millrace.auth.Subresources;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.Parameter;
import io.millrace.rtmp.address.Query;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The target of a request that may be for a live stream.
 *
 * @param rawPath with its first slash, as it stood on the wire
 * @param rawQuery as it stood on the wire, without our own parameter
 * @param asJson whether a list of edges is wanted
 */
record LiveAddress(String rawPath, String rawQuery, boolean asJson) {
    private static final Set<String> SUFFIXES = Set.of(".flv", ".ts", ".aac", ".mp3", ".m3u8");
    private static final String PLAYLIST = ".m3u8";
    private static final String AS_JSON = "format=json";

    /** The one parameter of the OSS API that asks for nothing else than the object. */
    private static final String SECURITY_TOKEN = "security-token";

    /** Empty for what is certainly no live stream: by its path's end, or as it asks for something about an object. */
    static Optional<LiveAddress> parse(String rawTarget) {
        String target = withoutAuthority(rawTarget);
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        if (SUFFIXES.stream().noneMatch(path::endsWith)) {
            return Optional.empty();
        }
        List<Parameter> parameters = Query.parse(query);
        if (parameters.stream()
                .map(Parameter::name)
                .anyMatch(name -> Subresources.contains(name) && !name.equals(SECURITY_TOKEN))) {
            return Optional.empty();
        }
        boolean json = Arrays.asList(query.split("&")).contains(AS_JSON);
        return Optional.of(new LiveAddress(path, json ? without(query) : query, json));
    }

    private static String without(String query) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> !pair.equals(AS_JSON))
                .collect(Collectors.joining("&"));
    }

    /** A target in absolute form (RFC 9112, section 3.2.2) names the server, too. */
    private static String withoutAuthority(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return target;
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    String target() {
        return rawQuery.isEmpty() ? rawPath : rawPath + '?' + rawQuery;
    }

    /** With a sign that holds at an edge's address, too. */
    LiveAddress signed(Bucket bucket, String key) {
        String target = RedirectedSign.target(bucket, key, target());
        int mark = target.indexOf('?');
        return mark < 0 ? this : new LiveAddress(rawPath, target.substring(mark + 1), asJson);
    }

    /** The channel that a bucket's key plays, if it is one of the forms that edges serve. */
    static Optional<ChannelId> channel(String bucket, String key) {
        int slash = key.indexOf('/');
        String name;
        if (slash < 0) {
            name = key.substring(0, Math.max(0, key.lastIndexOf('.')));
        } else {
            name = key.endsWith(PLAYLIST) && key.indexOf('/', slash + 1) < 0 ? key.substring(0, slash) : "";
        }
        return ChannelId.isValidChannelName(name) ? Optional.of(new ChannelId(bucket, name)) : Optional.empty();
    }

    /**
     * The path below an edge's base: path style, as an edge's own name says nothing about the bucket.
     *
     * @param key what the request's address was found to mean
     */
    String pathAt(String bucket, String key) {
        boolean named = Query.decode(rawPath).equals('/' + bucket + '/' + key);
        return printable(named ? rawPath : '/' + bucket + rawPath);
    }

    String query() {
        return rawQuery.isEmpty() ? "" : '?' + printable(rawQuery);
    }

    /** Nothing that could not stand in a header. */
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0x20 && octet < 0x7f) {
                clean.append((char) octet);
            } else {
                clean.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return clean.toString();
    }
}
