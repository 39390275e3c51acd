package io.millrace.controlplane.api;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/** Answers the API's requests. */
@FunctionalInterface
public interface ApiHandler {
    /**
     * Must not block.
     *
     * @param remote the client, as the API port saw it
     */
    CompletionStage<HttpResponse> handle(HttpRequest request, InetSocketAddress remote);
}
