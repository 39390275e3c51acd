package io.millrace.edge.rtmp;

import io.millrace.auth.UriEncoding;
import io.millrace.channel.ChannelId;
import io.millrace.rtmp.address.Parameter;
import java.util.List;
import java.util.stream.Collectors;

/** Where an RTMP player is sent: the same stream, with the parameters of its address, at another node. */
public final class RedirectTarget {
    private RedirectTarget() {}

    /** The name of the stream, with a query if there are parameters. */
    public static String stream(ChannelId channel, List<Parameter> parameters) {
        String name = UriEncoding.encode(channel.channel());
        return parameters.isEmpty()
                ? name
                : parameters.stream()
                        .map(parameter ->
                                UriEncoding.encode(parameter.name()) + '=' + UriEncoding.encode(parameter.value()))
                        .collect(Collectors.joining("&", name + '?', ""));
    }
}
