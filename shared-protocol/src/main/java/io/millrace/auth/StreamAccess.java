package io.millrace.auth;

import io.millrace.rtmp.address.StreamAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/** Decides on RTMP publishes and plays. Never blocks, never fails: what cannot be decided is refused. */
public interface StreamAccess {
    CompletionStage<AccessDecision> decide(StreamAction action, StreamAddress address, InetSocketAddress remote);
}
