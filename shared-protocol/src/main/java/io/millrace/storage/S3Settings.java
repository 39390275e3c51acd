package io.millrace.storage;

import io.millrace.config.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * An S3-compatible store, from {@code millrace.storage.s3}.
 *
 * @param endpoint the store's address; none for that of AWS in the region
 * @param credentials none for those that the AWS SDK finds itself
 * @param threads how many calls run at once
 * @param maxQueued how many calls may wait for a thread; one more fails
 * @param silenceTimeout how long the store may send nothing while it should
 * @param attempts how often a call is tried
 */
public record S3Settings(
        Optional<URI> endpoint,
        String region,
        String bucket,
        Optional<Credentials> credentials,
        boolean pathStyle,
        int threads,
        int maxQueued,
        Duration connectTimeout,
        Duration silenceTimeout,
        Duration attemptTimeout,
        Duration callTimeout,
        int attempts) {

    /** A static access key. */
    public record Credentials(String accessKey, String secretKey) {
        /** The secret is no one's business. */
        @Override
        public String toString() {
            return "Credentials[accessKey=" + accessKey + "]";
        }
    }

    public static S3Settings from(Settings s3) {
        Duration shortest = Duration.ofMillis(100);
        Duration longest = Duration.ofHours(1);
        return new S3Settings(
                endpoint(s3),
                required(s3, "region"),
                required(s3, "bucket"),
                credentials(s3),
                s3.flag("path-style"),
                s3.integer("threads", 1, 1024),
                s3.integer("max-queued", 1, 10_000_000),
                s3.duration("connect-timeout", shortest, longest),
                s3.duration("silence-timeout", shortest, longest),
                s3.duration("attempt-timeout", shortest, longest),
                s3.duration("call-timeout", shortest, longest),
                s3.integer("attempts", 1, 100));
    }

    private static String required(Settings s3, String key) {
        String text = s3.text(key);
        if (text.isEmpty()) {
            throw s3.wrong(key, "nothing", "a name, as millrace.storage.kind is s3");
        }
        return text;
    }

    private static Optional<URI> endpoint(Settings s3) {
        String text = s3.text("endpoint");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            throw s3.wrong("endpoint", text, "http://host:port or https://host:port");
        }
        throw s3.wrong("endpoint", text, "http://host:port or https://host:port");
    }

    private static Optional<Credentials> credentials(Settings s3) {
        String accessKey = s3.text("access-key");
        String secretKey = s3.text("secret-key");
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw s3.wrong(
                    accessKey.isEmpty() ? "access-key" : "secret-key", "nothing", "a value, as the other has one");
        }
        return accessKey.isEmpty() ? Optional.empty() : Optional.of(new Credentials(accessKey, secretKey));
    }
}
