package io.millrace.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Requests that ali-oss 6.23.0 has signed, and what they were signed with. */
final class Vectors {
    static final AccessKey KEY = new AccessKey("AKIDEXAMPLE", "SECRETEXAMPLE");
    static final AccessKeys KEYS = new ConfiguredAccessKeys(List.of(KEY));
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.7", 4711);
    private static final JsonNode ALL = read();

    private Vectors() {}

    record Vector(String name, HttpObjectRequest request, String stringToSign, String canonicalRequest) {
        @Override
        public String toString() {
            return name;
        }
    }

    record RtmpVector(String channel, String stringToSign, String streamName) {
        @Override
        public String toString() {
            return streamName;
        }
    }

    static Stream<Vector> vectors(String group) {
        return StreamSupport.stream(ALL.get(group).spliterator(), false).map(Vectors::vector);
    }

    static Stream<RtmpVector> rtmp() {
        return StreamSupport.stream(ALL.get("rtmp").spliterator(), false)
                .map(node -> new RtmpVector(
                        node.get("channel").asText(),
                        node.path("stringToSign").asText(),
                        node.get("streamName").asText()));
    }

    static HttpObjectRequest request(String method, String target, String... headers) {
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            byName.put(headers[i], headers[i + 1]);
        }
        return new HttpObjectRequest(method, target, byName, REMOTE);
    }

    static AccessSettings settings(String... domains) {
        return new AccessSettings(
                List.of(),
                Set.of(domains),
                Duration.ofMinutes(15),
                100,
                Duration.ZERO,
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                10,
                Duration.ofSeconds(1));
    }

    static RequestAuthenticator authenticator(Buckets buckets, Instant now, String... domains) {
        return new RequestAuthenticator(KEYS, buckets, settings(domains), InstantSource.fixed(now));
    }

    private static Vector vector(JsonNode node) {
        Map<String, String> headers = new HashMap<>();
        node.get("headers")
                .fields()
                .forEachRemaining(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new Vector(
                node.get("name").asText(),
                new HttpObjectRequest(
                        node.get("method").asText(), node.get("target").asText(), headers, REMOTE),
                node.path("stringToSign").asText(),
                node.path("canonicalRequest").asText());
    }

    private static JsonNode read() {
        try (InputStream in = Vectors.class.getResourceAsStream("/oss/signature-vectors.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
