package io.millrace.webhook;

import com.typesafe.config.ConfigFactory;
import io.millrace.auth.Buckets;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.Secret;
import io.millrace.channel.Webhook;
import io.millrace.config.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Settings and buckets of tests about callbacks. */
public final class TestingWebhooks {
    private TestingWebhooks() {}

    /** As they come, but for loopback being open and pauses being short, and with changes. */
    public static WebhookSettings settings(String changes) {
        return WebhookSettings.from(Settings.of(
                ConfigFactory.parseString("millrace.webhook {" + changes + "}")
                        .withFallback(
                                ConfigFactory.parseString(
                                        "millrace.webhook { allow-networks = [\"127.0.0.0/8\"], retry-min = 10 ms, retry-max = 50 ms }"))
                        .withFallback(ConfigFactory.parseResources("reference.conf"))
                        .resolve(),
                "millrace.webhook"));
    }

    public static Webhook asking(String name, String url, Webhook.Style style, boolean failOpen) {
        return new Webhook(name, url, style, List.of(), Optional.empty(), true, failOpen, 1000);
    }

    public static Webhook telling(String name, String url, Webhook.Style style, String... events) {
        return new Webhook(
                name, url, style, List.of(events), Optional.of(new Secret("a secret of ours")), false, true, 1000);
    }

    public static Bucket bucket(Webhook... webhooks) {
        return new Bucket(
                "live",
                BucketSettings.of(BucketAcl.PUBLIC_READ_WRITE, false, true, true, false, 100)
                        .withWebhooks(List.of(webhooks)),
                Instant.EPOCH,
                0);
    }

    /** One bucket. */
    public static Buckets buckets(Bucket bucket) {
        return new Buckets() {
            @Override
            public CompletionStage<Optional<Bucket>> find(String name) {
                return CompletableFuture.completedFuture(
                        Optional.of(bucket).filter(known -> known.name().equals(name)));
            }

            @Override
            public CompletionStage<List<String>> names() {
                return CompletableFuture.completedFuture(List.of(bucket.name()));
            }
        };
    }
}
