package io.millrace.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A program that takes webhooks, on a port of its own; it can be ended and started again at the same port. */
public final class TestingReceiver implements AutoCloseable {
    private static final int BACKLOG = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came. */
    public record Event(String path, JsonNode body, byte[] raw, com.sun.net.httpserver.Headers headers) {
        public String action() {
            return body.path("action").asText();
        }

        public String id() {
            return headers.getFirst("Millrace-Event-Id");
        }
    }

    /** Answers, after having looked. */
    public interface Handler {
        void handle(Event event, HttpExchange exchange) throws IOException;
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Handler handler = (event, exchange) -> answer(exchange, 200, "0");
    private final InetAddress address;
    private final Optional<SSLContext> tls;
    private HttpServer server;
    private int port;

    /** On the loopback address. */
    public TestingReceiver() {
        this(InetAddress.getLoopbackAddress(), Optional.empty());
    }

    /**
     * @param address one of this machine's
     * @param tls if it is to speak HTTPS
     */
    public TestingReceiver(InetAddress address, Optional<SSLContext> tls) {
        this.address = address;
        this.tls = tls;
        start();
    }

    /** Begins to listen, where it did before if it has. */
    public void start() {
        try {
            server = listen(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] raw = exchange.getRequestBody().readAllBytes();
            Event event = new Event(
                    exchange.getRequestURI().toString(), JSON.readTree(raw), raw, exchange.getRequestHeaders());
            handler.handle(event, exchange);
        });
        server.start();
    }

    private HttpServer listen(InetSocketAddress at) throws IOException {
        if (tls.isEmpty()) {
            return HttpServer.create(at, BACKLOG);
        }
        HttpsServer secure = HttpsServer.create(at, BACKLOG);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
        return secure;
    }

    /** Ends at once: open connections break. */
    public void kill() {
        server.stop(0);
    }

    public TestingReceiver on(Handler next) {
        handler = next;
        return this;
    }

    /** Takes the event in and answers. */
    public void take(Event event, HttpExchange exchange) throws IOException {
        events.add(event);
        answer(exchange, 200, "{\"code\":0}");
    }

    /** Fails three of ten calls; half of these it has taken in before, so that they come once more. */
    public Handler unreliable(long seed) {
        Random random = new Random(seed);
        return (event, exchange) -> {
            double chance;
            synchronized (random) {
                chance = random.nextDouble();
                if (chance >= 0.15) {
                    events.add(event);
                }
            }
            answer(exchange, chance < 0.3 ? 500 : 200, "0");
        };
    }

    public static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    public String url(String path) {
        return (tls.isPresent() ? "https://" : "http://") + address.getHostAddress() + ":" + port + path;
    }

    public int port() {
        return port;
    }

    public List<Event> events() {
        return events;
    }

    public List<String> actions() {
        return events.stream().map(Event::action).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
