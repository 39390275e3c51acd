package io.millrace.channel;

import java.util.Optional;

/**
 * Who publishes.
 *
 * @param remoteAddress ip:port as the origin saw it, or as a trusted balancer handed it on
 * @param playlistName the live playlist's name for this session, if the publish address chose one
 * @param client what callbacks tell of it; what was written before there were callbacks lacks it
 */
public record Publisher(String remoteAddress, Optional<String> playlistName, Optional<ClientInfo> client) {
    public Publisher {
        client = client == null ? Optional.empty() : client;
    }

    public Publisher(String remoteAddress, Optional<String> playlistName) {
        this(remoteAddress, playlistName, Optional.empty());
    }
}
