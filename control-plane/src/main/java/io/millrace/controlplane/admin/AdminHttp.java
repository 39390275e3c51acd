package io.millrace.controlplane.admin;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.controlplane.api.ApiHandler;
import io.millrace.controlplane.api.RequestHead;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests for {@code /v1/}, which no bucket can be named, and hands all others on. Safe on any thread. */
public final class AdminHttp implements ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHttp.class);
    private static final String PREFIX = "/v1/";
    private static final int MAX_BODY_BYTES = 256 << 10;

    private final ActorSystem<?> system;
    private final ApiHandler others;
    private final AdminAccess access;
    private final List<Route> routes;
    private final Duration bodyTimeout;
    private final AdminJson json = new AdminJson();

    /**
     * @param others answers all else
     * @param bodyTimeout how long a request's body may take
     */
    public AdminHttp(
            ActorSystem<?> system, ApiHandler others, AdminAccess access, List<Route> routes, Duration bodyTimeout) {
        this.system = system;
        this.others = others;
        this.access = access;
        this.routes = List.copyOf(routes);
        this.bodyTimeout = bodyTimeout;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request, InetSocketAddress remote) {
        String target = RequestHead.target(request);
        if (!target.startsWith(PREFIX)) {
            return others.handle(request, remote);
        }
        Map<String, String> headers = RequestHead.headers(request);
        HttpObjectRequest asked = new HttpObjectRequest(request.method().value(), target, headers, remote);
        CompletionStage<HttpResponse> answer;
        try {
            answer = answer(request, asked);
        } catch (AdminException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> {
            request.discardEntityBytes(system);
            return failed(asked, failure);
        });
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, HttpObjectRequest asked) {
        String[] target = asked.rawTarget().split("\\?", 2);
        List<String> parts = Arrays.stream(target[0].substring(1).split("/"))
                .map(AdminHttp::decoded)
                .toList();
        List<Route> here =
                routes.stream().filter(route -> route.match(parts).isPresent()).toList();
        if (here.isEmpty()) {
            throw AdminException.notFound("There is nothing at this address; /v1/openapi.json says where there is.");
        }
        Route route = here.stream()
                .filter(candidate -> candidate.method().equals(asked.method()))
                .findFirst()
                .orElseThrow(() -> new AdminException(
                        405,
                        "MethodNotAllowed",
                        "This address takes " + here.stream().map(Route::method).collect(Collectors.joining(", "))
                                + '.'));
        Map<String, String> query = target.length == 2 ? query(target[1]) : Map.of();
        return who(route, asked).thenCompose(accessKeyId -> body(request)
                .thenCompose(body -> route.operation()
                        .apply(new AdminRequest(route.match(parts).orElseThrow(), query, body, accessKeyId)))
                .thenApply(this::response));
    }

    private CompletionStage<Optional<String>> who(Route route, HttpObjectRequest asked) {
        if (route.open()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return access.accessKeyId(asked).thenApply(id -> {
            if (id.isEmpty()) {
                throw new AdminException(
                        401,
                        "Unauthorized",
                        "Send an access key's id and secret as user and password, or a signature.");
            }
            return id;
        });
    }

    private CompletionStage<JsonNode> body(HttpRequest request) {
        return request.entity()
                .withSizeLimit(MAX_BODY_BYTES)
                .toStrict(bodyTimeout.toMillis(), system)
                .handle((strict, failure) -> {
                    if (failure != null) {
                        throw new AdminException(
                                413,
                                "BodyTooLarge",
                                "A body has at most " + MAX_BODY_BYTES + " bytes, and comes in time.");
                    }
                    byte[] bytes = strict.getData().toArray();
                    return bytes.length == 0 ? MissingNode.getInstance() : json.parse(bytes);
                });
    }

    private HttpResponse response(AdminResponse answer) {
        HttpResponse response = HttpResponse.create()
                .withStatus(StatusCodes.get(answer.status()))
                .addHeader(RawHeader.create("Cache-Control", "no-store"));
        return answer.body() == null
                ? response
                : response.withEntity(ContentTypes.APPLICATION_JSON, json.write(answer.body()));
    }

    private HttpResponse failed(HttpObjectRequest asked, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        AdminException answer;
        if (cause instanceof AdminException known) {
            answer = known;
        } else {
            LOG.warn("{} {} failed", asked.method(), asked.rawTarget().split("\\?", 2)[0], cause);
            answer = AdminException.unavailable();
        }
        HttpResponse response = response(new AdminResponse(
                answer.status(), Map.of("code", answer.code(), "message", String.valueOf(answer.getMessage()))));
        return answer.status() == 401
                ? response.addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"millrace\""))
                : response;
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : raw.split("&")) {
            String[] sides = pair.split("=", 2);
            parameters.putIfAbsent(decoded(sides[0]), sides.length == 2 ? decoded(sides[1]) : "");
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw AdminException.invalid("The address is not encoded as it should be.");
        }
    }
}
