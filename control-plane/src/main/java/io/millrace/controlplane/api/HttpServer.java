package io.millrace.controlplane.api;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.ProductVersion;
import akka.http.javadsl.model.headers.Server;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import scala.concurrent.duration.FiniteDuration;

/** The control plane's HTTP server, on a loopback port that only the front connects to. */
final class HttpServer {
    private static final String LOOPBACK = "127.0.0.1";

    private final ServerBinding binding;

    private HttpServer(ServerBinding binding) {
        this.binding = binding;
    }

    static CompletionStage<HttpServer> start(
            ActorSystem<?> system, ApiSettings settings, ApiHandler handler, ForwardedClients clients) {
        Function<HttpRequest, CompletionStage<HttpResponse>> handle = request -> handle(request, handler, clients);
        return Http.get(system)
                .newServerAt(LOOPBACK, 0)
                .withSettings(serverSettings(system, settings))
                .bind(handle)
                .thenApply(HttpServer::new);
    }

    /** Both signature schemes sign target and headers as they stand on the wire, so they are kept raw. */
    private static ServerSettings serverSettings(ActorSystem<?> system, ApiSettings settings) {
        ServerSettings defaults = ServerSettings.create(Adapter.toClassic(system));
        return defaults.withRawRequestUriHeader(true)
                .withRemoteAddressAttribute(true)
                .withServerHeader(Optional.of(Server.create(ProductVersion.create("AliyunOSS", ""))))
                .withTimeouts(defaults.getTimeouts()
                        .withRequestTimeout(scala(settings.requestTimeout()))
                        .withIdleTimeout(scala(settings.idleTimeout())))
                .withMaxConnections(settings.maxConnections())
                .withTransparentHeadRequests(false)
                .withParsingErrorHandler(BadRequests.class.getName())
                .withParserSettings(defaults.getParserSettings()
                        .withModeledHeaderParsing(false)
                        .withIllegalHeaderWarnings(false)
                        .withUriParsingMode(Uri.RELAXED)
                        .withMaxUriLength(settings.maxTargetBytes())
                        .withMaxHeaderValueLength(settings.maxHeaderBytes())
                        .withMaxHeaderCount(settings.maxHeaders())
                        .withMaxContentLength(settings.maxBodyBytes()));
    }

    private static FiniteDuration scala(Duration duration) {
        return FiniteDuration.create(duration.toMillis(), TimeUnit.MILLISECONDS);
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
