package io.millrace.channel;

import java.util.Optional;

/**
 * Who publishes.
 *
 * @param remoteAddress ip:port as the origin saw it, or as a trusted balancer handed it on
 * @param playlistName the live playlist's name for this session, if the publish address chose one
 */
public record Publisher(String remoteAddress, Optional<String> playlistName) {}
