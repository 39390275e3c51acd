package io.millrace.rtmp.address;

import io.millrace.channel.ChannelId;
import java.util.List;
import java.util.Optional;

/**
 * What an RTMP address may mean. The wire does not always name the bucket: {@code rtmp://host/live/ch} is channel
 * {@code ch} of bucket {@code live}, or, if signed for one, of another bucket.
 *
 * @param candidates the channels it may name, the likeliest first; empty if the address names none
 * @param bareChannel the channel's name if its bucket may have to be found by its signature
 * @param parameters the query, of whichever part of the address carried it
 * @param path app and stream name as the client gave them, {@code /app/stream}, percent-decoded
 */
public record StreamAddress(
        List<ChannelId> candidates, Optional<String> bareChannel, List<Parameter> parameters, String path) {
    public StreamAddress {
        candidates = List.copyOf(candidates);
        parameters = List.copyOf(parameters);
    }

    /** With the path of the likeliest channel. */
    public StreamAddress(List<ChannelId> candidates, Optional<String> bareChannel, List<Parameter> parameters) {
        this(
                candidates,
                bareChannel,
                parameters,
                candidates.isEmpty() ? "" : '/' + candidates.get(0).entityId());
    }

    public Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** The same without the parameters of that name. */
    public StreamAddress without(String name) {
        return new StreamAddress(
                candidates,
                bareChannel,
                parameters.stream()
                        .filter(parameter -> !parameter.name().equals(name))
                        .toList(),
                path);
    }

    /** Parameters can carry credentials, so the text form leaves their values out. */
    @Override
    public String toString() {
        return candidates + (bareChannel.isPresent() ? " or any bucket's " + bareChannel.get() : "");
    }
}
