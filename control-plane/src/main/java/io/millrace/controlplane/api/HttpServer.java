package io.millrace.controlplane.api;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The control plane's HTTP server, on a loopback port that only the front connects to. */
final class HttpServer {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SETTINGS = "millrace.api.http-server";

    private final ServerBinding binding;

    private HttpServer(ServerBinding binding) {
        this.binding = binding;
    }

    static CompletionStage<HttpServer> start(ActorSystem<?> system, ApiHandler handler, ForwardedClients clients) {
        Config config = system.settings().config();
        ServerSettings settings = ServerSettings.create(
                config.getConfig(SETTINGS).atPath("akka.http.server").withFallback(config));
        Function<HttpRequest, CompletionStage<HttpResponse>> handle = request -> handle(request, handler, clients);
        return Http.get(system)
                .newServerAt(LOOPBACK, 0)
                .withSettings(settings)
                .bind(handle)
                .thenApply(HttpServer::new);
    }

    private static CompletionStage<HttpResponse> handle(
            HttpRequest request, ApiHandler handler, ForwardedClients clients) {
        InetSocketAddress peer = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress().map(ip -> new InetSocketAddress(ip, address.getPort())))
                .orElseThrow(() -> new IllegalStateException("remote-address-attribute is off"));
        return handler.handle(request, clients.clientOf(peer));
    }

    InetSocketAddress address() {
        return binding.localAddress();
    }

    CompletionStage<?> stop(Duration deadline) {
        return binding.terminate(deadline);
    }
}
