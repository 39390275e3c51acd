package io.millrace.auth;

import io.millrace.rtmp.address.StreamAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What somebody asks for over RTMP.
 *
 * @param remote the client, or whom a trusted balancer names
 * @param page {@code pageUrl} of the connect, if it has one
 */
public record AccessRequest(
        StreamAction action, StreamAddress address, InetSocketAddress remote, Optional<String> page) {}
