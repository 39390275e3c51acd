package io.millrace.controlplane.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.auth.AccessKey;
import io.millrace.auth.AccessKeys;
import io.millrace.auth.AccessSettings;
import io.millrace.auth.ClusterBuckets;
import io.millrace.auth.ConfiguredAccessKeys;
import io.millrace.auth.RequestAuthenticator;
import io.millrace.config.Settings;
import io.millrace.controlplane.Actors;
import io.millrace.controlplane.TestingNode;
import io.millrace.controlplane.TestingObjectStore;
import io.millrace.controlplane.api.Api;
import io.millrace.controlplane.api.ApiSettings;
import io.millrace.controlplane.api.Sockets;
import io.millrace.controlplane.token.KeyCipher;
import io.millrace.controlplane.token.TokenEntities;
import io.millrace.controlplane.token.TokenSettings;
import io.millrace.controlplane.token.Tokens;
import io.millrace.token.ClusterTokens;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A control plane of one node with the /v1 API, on a port of its own; what is not the API's is answered with 418. */
final class TestingAdminServer implements AutoCloseable {
    static final AccessKey KEY = new AccessKey("AKIDEXAMPLE", "SECRETEXAMPLE");

    private final TestingNode node;
    private final MultiThreadIoEventLoopGroup loops;
    private final Api api;
    private final HttpClient http = HttpClient.newHttpClient();

    /** An answer and its body as JSON; a missing node if there is none. */
    record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    private TestingAdminServer(TestingNode node, MultiThreadIoEventLoopGroup loops, Api api) {
        this.node = node;
        this.loops = loops;
        this.api = api;
    }

    static TestingAdminServer start(Path data, String overrides) throws Exception {
        Config config = ConfigFactory.parseString("millrace.api { host = 127.0.0.1, port = 0 }\n" + overrides)
                .withFallback(ConfigFactory.load());
        InstantSource clock = InstantSource.system();
        TestingNode node = TestingNode.start(data, new TestingObjectStore(), overrides);
        ClusterTokens known = new ClusterTokens();
        known.attach(node.system());
        ApiSettings bounds = ApiSettings.from(Settings.of(config, "millrace.api"));
        AccessSettings access = AccessSettings.from(Settings.of(config, "millrace.access"));
        TokenSettings settings = TokenSettings.from(Settings.of(config, "millrace.token"));
        KeyCipher cipher = new KeyCipher("secret".getBytes(StandardCharsets.UTF_8));
        Tokens tokens = new Tokens(
                TokenEntities.start(node.system(), settings, cipher, access.answerTimeout(), clock), cipher, clock);
        AccessKeys keys = new ConfiguredAccessKeys(List.of(KEY));
        AdminHttp admin = new AdminHttp(
                node.system(),
                (request, remote) -> CompletableFuture.completedFuture(
                        akka.http.javadsl.model.HttpResponse.create().withStatus(418)),
                new AdminAccess(
                        keys,
                        new RequestAuthenticator(
                                keys, new ClusterBuckets(node.channels(), access.answerTimeout()), access, clock)),
                AdminRoutes.of(new Actors(node.channels(), access.answerTimeout()), tokens, known, settings, clock),
                new CrossOrigin(bounds.allowOrigins()),
                Duration.ofSeconds(5));
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Api api = Api.start(
                        node.system(),
                        bounds,
                        new Sockets(loops, loops, NioServerSocketChannel.class, NioSocketChannel.class),
                        admin,
                        List::of)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        known.whenReady().toCompletableFuture().get(30, TimeUnit.SECONDS);
        return new TestingAdminServer(node, loops, api);
    }

    static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ':' + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** As who has the access key. */
    Answer ask(String method, String target, String body) throws Exception {
        return ask(method, target, body, "Authorization", basic(KEY.id(), KEY.secret()));
    }

    Answer ask(String method, String target) throws Exception {
        return ask(method, target, "");
    }

    /** @param headers names and values in turn */
    Answer ask(String method, String target, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + target))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), new ObjectMapper().readTree(response.body()), response);
    }

    /** The first line of the answer to a GET of a target that no client library sends. */
    String statusLine(String target) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Override
    public void close() {
        api.stop(Duration.ofSeconds(1))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        node.close();
    }
}
