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
import io.millrace.controlplane.api.HeadLength;
import io.millrace.controlplane.api.RequestHead;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests for {@code /v1/}, which no bucket can be named, and hands all others on. Safe on any thread. */
public final class AdminHttp implements ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHttp.class);
    private static final String PREFIX = "/v1/";
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";
    private static final String OPTIONS = "OPTIONS";
    private static final int MAX_BODY_BYTES = 256 << 10;

    private final ActorSystem<?> system;
    private final ApiHandler others;
    private final AdminAccess access;
    private final List<Route> routes;
    private final CrossOrigin pages;
    private final Duration bodyTimeout;
    private final AdminJson json = new AdminJson();

    /**
     * @param others answers all else
     * @param pages of which other sites may use the API
     * @param bodyTimeout how long a request's body may take
     */
    public AdminHttp(
            ActorSystem<?> system,
            ApiHandler others,
            AdminAccess access,
            List<Route> routes,
            CrossOrigin pages,
            Duration bodyTimeout) {
        this.system = system;
        this.others = others;
        this.access = access;
        this.routes = List.copyOf(routes);
        this.pages = pages;
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
        Optional<String> origin = Optional.ofNullable(headers.get("origin"));
        return answer.exceptionally(failure -> {
                    request.discardEntityBytes(system);
                    return failed(asked, failure);
                })
                .thenApply(made -> pages.toAnswer(asked.method().equals(HEAD) ? headOnly(made) : made, origin));
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
        String allowed = methods(here);
        if (asked.method().equals(OPTIONS)) {
            request.discardEntityBytes(system);
            HttpResponse options = response(AdminResponse.done()).addHeader(RawHeader.create("Allow", allowed));
            return CompletableFuture.completedFuture(pages.toOptions(options, allowed));
        }
        String method = asked.method().equals(HEAD) ? GET : asked.method();
        Route route = here.stream()
                .filter(candidate -> candidate.method().equals(method))
                .findFirst()
                .orElseThrow(() -> AdminException.methodNotAllowed(allowed));
        Map<String, String> query = target.length == 2 ? query(target[1]) : Map.of();
        return who(route, asked).thenCompose(accessKeyId -> body(request)
                .thenCompose(body -> route.operation()
                        .apply(new AdminRequest(route.match(parts).orElseThrow(), query, body, accessKeyId)))
                .thenApply(this::response));
    }

    /** What an address takes: what its routes say, and what goes without saying. */
    private static String methods(List<Route> here) {
        Set<String> methods = new LinkedHashSet<>();
        for (Route route : here) {
            methods.add(route.method());
            if (route.method().equals(GET)) {
                methods.add(HEAD);
            }
        }
        methods.add(OPTIONS);
        return String.join(", ", methods);
    }

    private CompletionStage<Optional<String>> who(Route route, HttpObjectRequest asked) {
        if (route.open()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return access.accessKeyId(asked).thenApply(id -> {
            if (id.isEmpty()) {
                throw AdminException.unauthorized();
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

    /** The server leaves the body out, and how long it is. */
    private static HttpResponse headOnly(HttpResponse answer) {
        OptionalLong length = answer.entity().getContentLengthOption();
        return length.isPresent() ? answer.addHeader(new HeadLength(length.getAsLong())) : answer;
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
        return answer.header()
                .map(header -> response.addHeader(RawHeader.create(header.getKey(), header.getValue())))
                .orElse(response);
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
