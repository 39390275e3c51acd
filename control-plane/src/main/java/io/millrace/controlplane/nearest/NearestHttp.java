package io.millrace.controlplane.nearest;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.ObjectDecision.Granted;
import io.millrace.auth.UriEncoding;
import io.millrace.channel.ChannelId;
import io.millrace.controlplane.api.ApiHandler;
import io.millrace.controlplane.api.RequestHead;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Answers requests for live addresses by the address at the best edge, and hands all others on to the API. A request is
 * for a live address if it is a GET or HEAD without an Authorization header other than a token's, its address is one that
 * edges play, and the sender may play it: the same rule as the edge's, so that what would be refused there is refused here, in the API's
 * terms. Safe on any thread.
 */
public final class NearestHttp implements ApiHandler {
    private static final String RETRY_SECONDS = "5";
    private static final String BEARER = "Bearer ";

    private final ApiHandler api;
    private final ObjectAccess access;
    private final NearestEdges edges;
    private final int listed;
    private final String allowOrigin;
    private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());

    /**
     * @param api answers what is no live address
     * @param allowOrigin the value of Access-Control-Allow-Origin; empty for none
     */
    public NearestHttp(
            ApiHandler api, ObjectAccess access, NearestEdges edges, NearestSettings settings, String allowOrigin) {
        this.api = api;
        this.access = access;
        this.edges = edges;
        this.listed = settings.listedEdges();
        this.allowOrigin = allowOrigin;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request, InetSocketAddress remote) {
        Map<String, String> headers = RequestHead.headers(request);
        boolean read =
                request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
        Optional<LiveAddress> live = read && !isForSdk(headers) && !remote.isUnresolved()
                ? LiveAddress.parse(RequestHead.target(request))
                : Optional.empty();
        if (live.isEmpty()) {
            return api.handle(request, remote);
        }
        Viewer viewer = edges.locate(remote.getAddress(), headers);
        HttpObjectRequest asked = new HttpObjectRequest(
                request.method().value(),
                live.get().target(),
                headers,
                new InetSocketAddress(viewer.address(), remote.getPort()));
        return access.decide(asked).thenCompose(decision -> {
            if (decision instanceof Granted granted) {
                Optional<ChannelId> channel =
                        LiveAddress.channel(granted.bucket().name(), granted.key());
                if (channel.isPresent()) {
                    LiveAddress signed = live.get().signed(granted.bucket(), granted.key());
                    return answer(signed, granted.key(), channel.get(), viewer.zone());
                }
            }
            return api.handle(request, remote);
        });
    }

    /** Whether the request is signed as those of SDKs are; players that send a token send none of that. */
    private static boolean isForSdk(Map<String, String> headers) {
        String authorization = headers.getOrDefault("authorization", "");
        return !authorization.isEmpty() && !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    private CompletionStage<HttpResponse> answer(LiveAddress live, String key, ChannelId channel, String zone) {
        return edges.find(channel, zone).thenApply(ranked -> {
            if (ranked.isEmpty()) {
                return unavailable();
            }
            return live.asJson() ? list(live, channel, zone, ranked) : redirect(live, key, channel, ranked.get(0));
        });
    }

    private HttpResponse redirect(LiveAddress live, String key, ChannelId channel, RankedEdge edge) {
        String base = edge.node().publicHttp().orElseThrow();
        return answer(302)
                .addHeader(RawHeader.create("Location", base + live.pathAt(channel.bucket(), key) + live.query()));
    }

    private HttpResponse list(LiveAddress live, ChannelId channel, String zone, List<RankedEdge> ranked) {
        List<RankedEdge> best = ranked.subList(0, Math.min(listed, ranked.size()));
        String path = '/' + UriEncoding.encodePath(channel.bucket() + '/' + channel.channel());
        return json(200, EdgeList.of(channel.bucket(), channel.channel(), zone, best, path, live.query()));
    }

    private HttpResponse unavailable() {
        return json(503, Map.of("code", "ServiceUnavailable", "message", "No edge can take a viewer now."))
                .addHeader(RawHeader.create("Retry-After", RETRY_SECONDS));
    }

    private HttpResponse json(int status, Object content) {
        try {
            return answer(status)
                    .withEntity(ContentTypes.APPLICATION_JSON, ByteString.fromArray(json.writeValueAsBytes(content)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON", e);
        }
    }

    private HttpResponse answer(int status) {
        HttpResponse response =
                HttpResponse.create().withStatus(status).addHeader(RawHeader.create("Cache-Control", "no-store"));
        return allowOrigin.isEmpty()
                ? response
                : response.addHeader(RawHeader.create("Access-Control-Allow-Origin", allowOrigin));
    }
}
