package io.millrace.systemtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** As much of the Kubernetes API as nodes ask for: the pods of a namespace that have a label. */
final class KubernetesApi implements AutoCloseable {
    private static final String TOKEN = "token-of-the-service-account";
    private static final String NAMESPACE = "millrace";
    private static final String PASSWORD = "password";

    private final HttpsServer server;
    private final Path account;
    private final List<Pod> pods;

    private KubernetesApi(HttpsServer server, Path account, List<Pod> pods) {
        this.server = server;
        this.account = account;
        this.pods = List.copyOf(pods);
    }

    /** @param account gets what a service account's directory has in a pod */
    static KubernetesApi start(Path account, List<Pod> pods) {
        try {
            Files.writeString(account.resolve("token"), TOKEN);
            Files.writeString(account.resolve("namespace"), NAMESPACE);
            HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(certificate(account)));
            KubernetesApi api = new KubernetesApi(server, account, pods);
            server.createContext("/api/v1/namespaces/" + NAMESPACE + "/pods", api::answer);
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Kubernetes sets in each container. */
    Map<String, String> environment() {
        return Map.of(
                "KUBERNETES_SERVICE_HOST", server.getAddress().getHostString(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(server.getAddress().getPort()));
    }

    /** Options of the JVM by which a node finds the service account's files here. */
    List<String> options() {
        String discovery = "-Dakka.discovery.kubernetes-api.";
        return List.of(
                discovery + "api-ca-path=" + account.resolve("ca.crt"),
                discovery + "api-token-path=" + account.resolve("token"),
                discovery + "pod-namespace-path=" + account.resolve("namespace"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean allowed =
                    ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            byte[] body = new ObjectMapper().writeValueAsBytes(list(query.replace("labelSelector=", "")));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(allowed ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Object list(String selector) {
        String[] label = selector.split("=", 2);
        List<io.fabric8.kubernetes.api.model.Pod> selected = new ArrayList<>();
        for (Pod pod : pods) {
            if (label[1].equals(pod.workload().labels().get(label[0]))) {
                selected.add(new PodBuilder()
                        .withNewMetadata()
                        .withLabels(pod.workload().labels())
                        .endMetadata()
                        .withSpec(pod.workload().template().getSpec())
                        .withNewStatus()
                        .withPhase("Running")
                        .withPodIP(pod.address())
                        .endStatus()
                        .build());
            }
        }
        return new PodListBuilder().withItems(selected).build();
    }

    private static SSLContext certificate(Path account) throws IOException {
        Path store = account.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "api",
                "-keyalg",
                "EC",
                "-dname",
                "CN=kubernetes",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "api",
                "-file",
                account.resolve("ca.crt").toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Program.run("keytool", command, Map.of(), Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
