package io.millrace.webhook;

import io.millrace.channel.Webhook;

/**
 * Whether a client may go on.
 *
 * @param by who says no, for the log; empty if nobody does
 */
public record Verdict(boolean allowed, String by) {
    public static final Verdict ALLOWED = new Verdict(true, "");

    static Verdict refusedBy(String by) {
        return new Verdict(false, by);
    }

    /** What a webhook that cannot be asked means. */
    static Verdict unanswered(Webhook webhook) {
        return webhook.failOpen() ? ALLOWED : refusedBy("webhook " + webhook.name() + ", which does not answer");
    }
}
