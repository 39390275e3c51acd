package io.millrace.controlplane.admin;

import io.millrace.channel.Webhook;
import io.millrace.webhook.Moment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Says what is wrong with a bucket's webhooks. */
final class WebhookCheck {
    static final int MAX_WEBHOOKS = 8;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final int MAX_URL = 2048;
    private static final int MIN_TIMEOUT = 100;
    private static final int MAX_TIMEOUT = 30_000;

    /** @throws AdminException naming the member and what is expected of it */
    void check(List<Webhook> webhooks) {
        if (webhooks.size() > MAX_WEBHOOKS) {
            throw AdminException.invalid("webhooks: expected " + MAX_WEBHOOKS + " or fewer");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < webhooks.size(); i++) {
            String member = "webhooks[" + i + "].";
            Webhook webhook = webhooks.get(i);
            check(member, webhook);
            if (!names.add(webhook.name())) {
                throw AdminException.invalid(member + "name: expected another one, " + webhook.name() + " is taken");
            }
        }
    }

    private static void check(String member, Webhook webhook) {
        if (webhook.name() == null || !NAME.matcher(webhook.name()).matches()) {
            throw AdminException.invalid(member + "name: expected 1 to 63 of A-Z a-z 0-9 - _");
        }
        if (webhook.style() == null) {
            throw AdminException.invalid(member + "style: expected NODE_MEDIA_SERVER or SRS");
        }
        if (webhook.url() == null || webhook.url().length() > MAX_URL || !isUrl(webhook.url())) {
            throw AdminException.invalid(
                    member + "url: expected http:// or https:// with a host, without a user and a fragment");
        }
        Set<String> known = Moment.names(webhook.style());
        webhook.events().stream()
                .filter(event -> event == null || !known.contains(event))
                .findFirst()
                .ifPresent(event -> {
                    throw AdminException.invalid(
                            member + "events: expected of " + String.join(", ", new TreeSet<>(known)));
                });
        if (webhook.timeoutMillis() < MIN_TIMEOUT || webhook.timeoutMillis() > MAX_TIMEOUT) {
            throw AdminException.invalid(member + "timeoutMillis: expected " + MIN_TIMEOUT + " to " + MAX_TIMEOUT);
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                    && url.getHost() != null
                    && !url.getHost().isEmpty()
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && url.getPort() <= 65_535
                    && url.getPort() != 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
