package io.millrace.controlplane.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.Webhook;

/**
 * Completes the webhooks of a patch. A list is replaced as a whole, so what is left out gets its default; only a secret that
 * is left out stays that of the webhook of this name, since nobody can read it here to send it again.
 */
final class WebhookPatch {
    private static final int DEFAULT_TIMEOUT_MILLIS = 5000;

    private WebhookPatch() {}

    static void complete(JsonNode patch, BucketSettings now) {
        for (JsonNode element : patch.path("webhooks")) {
            if (element instanceof ObjectNode webhook) {
                if (!webhook.has("refuses")) {
                    webhook.put("refuses", false);
                }
                if (!webhook.has("failOpen")) {
                    webhook.put("failOpen", true);
                }
                if (!webhook.has("timeoutMillis")) {
                    webhook.put("timeoutMillis", DEFAULT_TIMEOUT_MILLIS);
                }
                if (!webhook.has("secret")) {
                    now.webhooks().stream()
                            .filter(known ->
                                    known.name().equals(webhook.path("name").asText()))
                            .findFirst()
                            .flatMap(Webhook::secret)
                            .ifPresent(secret -> webhook.put("secret", secret.value()));
                }
            }
        }
    }
}
