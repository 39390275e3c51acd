package io.millrace.rtmp.address;

import io.millrace.channel.BucketName;
import io.millrace.channel.ChannelId;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a connect and a publish or play name: {@code rtmp://host/{bucket}/{channel}},
 * {@code rtmp://{bucket}.{domain}/live/{channel}} and {@code rtmp://host/{bucket}/live/{channel}}, with app and stream
 * name split at either slash and the query in any part; and the relay's {@code relay/{bucket}/{channel}}. A virtual host,
 * as {@code ?vhost=v} in any part, {@code app...vhost...v} or the host itself, names the bucket if it is listed. Percent
 * escapes are decoded once, and {@code +} stays. Never throws: rubbish has no candidates.
 */
public final class StreamAddressParser {
    /** The app of relays between nodes, behind which bucket and channel follow. */
    public static final String RELAY_APP = "relay";

    /** The app that OSS's addresses have in place of the bucket, and the bucket of a fresh node. */
    private static final String LIVE = "live";

    private StreamAddressParser() {}

    /** As if there were no virtual hosts. */
    public static StreamAddress parse(String app, String streamName, String tcUrl) {
        return parse(app, streamName, tcUrl, VirtualHosts.NONE);
    }

    /** @param streamName as publish or play gave it, still encoded */
    public static StreamAddress parse(String givenApp, String streamName, String tcUrl, VirtualHosts vhosts) {
        TcUrl url = TcUrl.parse(tcUrl);
        String app = DottedQuery.undotted(givenApp);
        SplitTarget target = SplitTarget.join(app.isEmpty() ? DottedQuery.undotted(url.path()) : app, streamName);
        List<Parameter> parameters = new ArrayList<>(target.parameters());
        if (app.indexOf('?') < 0) {
            Query.parse(url.query()).stream()
                    .filter(p -> !parameters.contains(p))
                    .forEach(parameters::add);
        }
        List<String> segments = target.segments();
        Optional<String> bucket = bucketOfVhost(segments, url.host(), parameters, vhosts);
        if (bucket.isPresent()) {
            List<ChannelId> candidates = new ArrayList<>();
            addIfValid(candidates, bucket.get(), channelName(segments.get(segments.size() - 1)));
            return new StreamAddress(candidates, Optional.empty(), parameters, '/' + String.join("/", segments));
        }
        if (segments.size() == 2) {
            return twoSegments(segments.get(0), channelName(segments.get(1)), url.host(), parameters);
        }
        if (segments.size() == 3) {
            return threeSegments(segments, parameters);
        }
        return new StreamAddress(List.of(), Optional.empty(), parameters);
    }

    private static Optional<String> bucketOfVhost(
            List<String> segments, String host, List<Parameter> parameters, VirtualHosts vhosts) {
        boolean named =
                segments.size() == 2 || segments.size() == 3 && segments.get(1).equals(LIVE);
        if (!named || segments.get(0).equals(RELAY_APP)) {
            return Optional.empty();
        }
        String vhost = parameters.stream()
                .filter(parameter -> parameter.name().equals(VirtualHosts.PARAMETER))
                .map(Parameter::value)
                .findFirst()
                .orElse(host);
        return vhosts.bucket(vhost, segments.get(0));
    }

    private static StreamAddress twoSegments(String app, String channel, String host, List<Parameter> parameters) {
        List<ChannelId> candidates = new ArrayList<>();
        boolean live = app.equals(LIVE);
        if (live) {
            bucketOf(host).ifPresent(bucket -> addIfValid(candidates, bucket, channel));
        }
        addIfValid(candidates, app, channel);
        boolean bare = live && ChannelId.isValidChannelName(channel);
        String path = '/' + app + '/' + channel;
        return new StreamAddress(candidates, bare ? Optional.of(channel) : Optional.empty(), parameters, path);
    }

    private static StreamAddress threeSegments(List<String> segments, List<Parameter> parameters) {
        List<ChannelId> candidates = new ArrayList<>();
        String channel = channelName(segments.get(2));
        if (segments.get(0).equals(RELAY_APP)) {
            addIfValid(candidates, segments.get(1), channel);
        }
        if (segments.get(1).equals(LIVE)) {
            addIfValid(candidates, segments.get(0), channel);
        }
        String path = '/' + segments.get(0) + '/' + segments.get(1) + '/' + channel;
        return new StreamAddress(candidates, Optional.empty(), parameters, path);
    }

    private static void addIfValid(List<ChannelId> candidates, String bucket, String channel) {
        if (BucketName.isValid(bucket) && ChannelId.isValidChannelName(channel)) {
            ChannelId id = new ChannelId(bucket, channel);
            if (!candidates.contains(id)) {
                candidates.add(id);
            }
        }
    }

    /** ffmpeg and Flash put the container's name before names that end in .mp4 or .f4v. */
    private static String channelName(String name) {
        boolean prefixed = name.startsWith("mp4:") && (name.endsWith(".mp4") || name.endsWith(".f4v"));
        return prefixed ? name.substring(4) : name;
    }

    private static Optional<String> bucketOf(String host) {
        int dot = host.indexOf('.');
        if (dot < 0 || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            return Optional.empty();
        }
        return Optional.of(host.substring(0, dot));
    }
}
