package io.millrace.controlplane.nearest;

import static io.millrace.controlplane.nearest.TestingEdges.address;
import static io.millrace.controlplane.nearest.TestingEdges.edge;
import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.RawRequestURI;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.auth.AccessDecision;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.ObjectDecision;
import io.millrace.auth.RequestTarget;
import io.millrace.auth.Right;
import io.millrace.auth.TestingSigns;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.RefererRules;
import io.millrace.channel.Secret;
import io.millrace.cluster.NodeStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class NearestHttpTest {
    private static final int FROM_API = 418;
    private static final NearestSettings SETTINGS = TestingEdges.settings(
            """
            zones = [{ cidr = "10.1.0.0/16", zone = a }, { cidr = "10.2.0.0/16", zone = b }]
            trusted-balancers = ["192.168.0.0/16"], listed-edges = 2
            """);

    private List<NodeStatus> nodes = List.of(edge("edge-a", "a", 10), edge("edge-b", "b", 20), edge("edge-c", "c", 30));
    private boolean allowed = true;
    private Optional<Secret> secret = Optional.empty();
    private HttpObjectRequest decided;

    private final NearestHttp http = new NearestHttp(
            (request, remote) ->
                    CompletableFuture.completedFuture(HttpResponse.create().withStatus(FROM_API)),
            this::decide,
            new NearestEdges(
                    () -> nodes,
                    new ChannelWatchers(
                            channel -> CompletableFuture.completedFuture(Set.of(address("edge-c"))), SETTINGS),
                    SETTINGS),
            SETTINGS,
            "*");

    /** Host names of example.com name a bucket by their first label, all others do not. */
    private CompletionStage<ObjectDecision> decide(HttpObjectRequest request) {
        decided = request;
        String host = request.headers().getOrDefault("host", "");
        String path = RequestTarget.parse(request.rawTarget()).path();
        int slash = path.indexOf('/');
        boolean virtual = host.endsWith(".example.com");
        String name = virtual ? host.substring(0, host.indexOf('.')) : path.substring(0, slash);
        BucketSecurity security = new BucketSecurity(
                secret, false, false, AddressRules.ANY, AddressRules.ANY, RefererRules.ANY, false, 0);
        BucketSettings settings = BucketSettings.of(BucketAcl.PRIVATE, false, true, true, false, 10)
                .withSecurity(security);
        Bucket bucket = new Bucket(name, settings, Instant.EPOCH, 0);
        return CompletableFuture.completedFuture(
                allowed
                        ? new ObjectDecision.Granted(
                                bucket,
                                virtual ? path : path.substring(slash + 1),
                                List.of(),
                                Optional.empty(),
                                Right.LASTING)
                        : new ObjectDecision.Refused(AccessDecision.Reason.ACCESS_DENIED, "no"));
    }

    private HttpResponse get(String target, String from, String... headers) throws Exception {
        HttpRequest request =
                HttpRequest.create("http://x/").withMethod(HttpMethods.GET).addHeader(RawRequestURI.create(target));
        for (int i = 0; i < headers.length; i += 2) {
            request = request.addHeader(RawHeader.create(headers[i], headers[i + 1]));
        }
        return http.handle(request, new InetSocketAddress(InetAddress.getByName(from), 4711))
                .toCompletableFuture()
                .join();
    }

    private static String header(HttpResponse response, String name) {
        return response.getHeader(name).map(found -> found.value()).orElse("");
    }

    @Test
    void aPlayerIsSentToTheEdgeOfItsZoneWithItsQueryUntouched() throws Exception {
        HttpResponse answer = get("/live/cam.flv?token=a%2Fb%3D&x=+", "10.2.0.1");
        assertThat(answer.status().intValue()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo("http://edge-b:8080/live/cam.flv?token=a%2Fb%3D&x=+");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(header(get("/live/c%20m/playlist.m3u8", "10.1.0.1"), "Location"))
                .isEqualTo("http://edge-a:8080/live/c%20m/playlist.m3u8");
    }

    @Test
    void aPlayerWithATokenInItsHeadersIsSentToo() throws Exception {
        HttpResponse answer = get("/live/cam.flv", "10.2.0.1", "Authorization", "Bearer eyJ.a.b");
        assertThat(header(answer, "Location")).isEqualTo("http://edge-b:8080/live/cam.flv");
    }

    @Test
    void allFormsThatEdgesPlayAreSent() throws Exception {
        for (String form : List.of("cam.flv", "cam.ts", "cam.aac", "cam.mp3", "cam.m3u8", "cam/playlist.m3u8")) {
            assertThat(header(get("/live/" + form, "10.1.0.1"), "Location"))
                    .isEqualTo("http://edge-a:8080/live/" + form);
        }
    }

    @Test
    void aBucketInTheHostNameComesIntoThePath() throws Exception {
        assertThat(header(get("/cam/playlist.m3u8?Expires=1", "10.1.0.1", "host", "live.example.com"), "Location"))
                .isEqualTo("http://edge-a:8080/live/cam/playlist.m3u8?Expires=1");
        assertThat(header(get("/live/live.m3u8", "10.1.0.1", "host", "live.example.com"), "Location"))
                .isEqualTo("http://edge-a:8080/live/live/live.m3u8");
    }

    @Test
    void aSignOverAnAddressThatLacksTheBucketIsMadeOneForTheEdges() throws Exception {
        secret = Optional.of(new Secret("a bucket's own"));
        String named = TestingSigns.sign("/cam", 1_600_000_000, "a bucket's own");
        String own = TestingSigns.sign("/live/cam", 1_600_000_000, "a bucket's own");
        assertThat(header(get("/cam.m3u8?sign=" + named + "&a", "10.1.0.1", "host", "live.example.com"), "Location"))
                .isEqualTo("http://edge-a:8080/live/cam.m3u8?sign=" + own + "&a");
        HttpResponse list = get("/cam.flv?format=json&sign=" + named, "10.1.0.1", "host", "live.example.com");
        assertThat(((HttpEntity.Strict) list.entity()).getData().utf8String())
                .contains(own)
                .doesNotContain(named);
    }

    @Test
    void withoutAZoneItsEdgeIsTheOneThatHasTheChannel() throws Exception {
        assertThat(header(get("http://api:8090/live/cam.flv", "203.0.113.1"), "Location"))
                .isEqualTo("http://edge-c:8080/live/cam.flv");
    }

    @Test
    void theViewerBehindATrustedBalancerIsTheOneWhoMustBeAllowed() throws Exception {
        HttpResponse answer = get("/live/cam.flv", "192.168.0.1", "x-forwarded-for", "10.2.3.4");
        assertThat(header(answer, "Location")).startsWith("http://edge-b:8080/");
        assertThat(decided.remote().getAddress()).isEqualTo(InetAddress.getByName("10.2.3.4"));
    }

    @Test
    void anAppGetsAListOfTheBestAndOurParameterIsNotPassedOn() throws Exception {
        HttpResponse answer = get("/live/cam.m3u8?format=json&token=t", "10.2.0.1");
        assertThat(answer.status().intValue()).isEqualTo(200);
        assertThat(decided.rawTarget()).isEqualTo("/live/cam.m3u8?token=t");
        JsonNode list = new ObjectMapper()
                .readTree(((HttpEntity.Strict) answer.entity()).getData().toArrayUnsafe());
        assertThat(list.at("/zone").asText()).isEqualTo("b");
        assertThat(list.at("/edges")).hasSize(2);
        assertThat(list.at("/edges/0/flv").asText()).isEqualTo("http://edge-b:8080/live/cam.flv?token=t");
        assertThat(list.at("/edges/0/ws").asText()).isEqualTo("ws://edge-b:8080/live/cam.flv?token=t");
        assertThat(list.at("/edges/0/hls").asText()).isEqualTo("http://edge-b:8080/live/cam.m3u8?token=t");
        assertThat(list.at("/edges/0/rtmp").asText()).isEqualTo("rtmp://edge-b/live/cam?token=t");
        assertThat(list.at("/edges/0/load").asDouble()).isEqualTo(0.2);
        assertThat(list.at("/edges/0/hasChannel").asBoolean()).isFalse();
        assertThat(list.at("/edges/1/zone").asText()).isEqualTo("c");
        assertThat(list.at("/edges/1/hasChannel").asBoolean()).isTrue();
    }

    @Test
    void whatIsTheApisGoesToTheApi() throws Exception {
        for (String target : List.of(
                "/live/cam/123.ts",
                "/live/a/b/playlist.m3u8",
                "/live/picture.jpg",
                "/live/",
                "/",
                "/live/cam/playlist.m3u8?vod&startTime=1&endTime=2",
                "/live/cam.flv?acl",
                "/live/cam/vod.m3u8?x-oss-process=hls/sign&Signature=s",
                "/live/.flv")) {
            assertThat(get(target, "10.1.0.1").status().intValue()).as(target).isEqualTo(FROM_API);
        }
        assertThat(get("/live/cam/playlist.m3u8", "10.1.0.1", "authorization", "OSS a:b")
                        .status()
                        .intValue())
                .isEqualTo(FROM_API);
    }

    @Test
    void whoMayNotPlayIsRefusedByTheApi() throws Exception {
        allowed = false;
        assertThat(get("/live/cam.flv", "10.1.0.1").status().intValue()).isEqualTo(FROM_API);
    }

    @Test
    void withoutAnyEdgeTheViewerIsToldToComeAgain() throws Exception {
        nodes = List.of(edge("edge-a", "a", 100), edge("edge-b", "b", 1, true));
        HttpResponse answer = get("/live/cam.flv", "10.1.0.1");
        assertThat(answer.status().intValue()).isEqualTo(503);
        assertThat(header(answer, "Retry-After")).isEqualTo("5");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void nothingThatIsNoTextComesIntoTheHeader() throws Exception {
        assertThat(header(get("/live/c\u00e4m.flv?a=\u00fc", "10.1.0.1"), "Location"))
                .isEqualTo("http://edge-a:8080/live/c%C3%A4m.flv?a=%C3%BC");
    }
}
