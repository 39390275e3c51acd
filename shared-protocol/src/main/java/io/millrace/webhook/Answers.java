package io.millrace.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.channel.Webhook;
import java.nio.charset.StandardCharsets;

/** What an answer means, in either style. */
final class Answers {
    private static final int OK = 200;

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * To a question. SRS: 200 with {@code 0} or a code of 0 allows, any other answer refuses. Node-Media-Server's users
     * have handlers in the process instead: 2xx allows, 4xx refuses, and anything else is as good as none.
     */
    Verdict verdict(Webhook webhook, PostResult result) {
        if (!(result instanceof PostResult.Answered answered)) {
            return Verdict.unanswered(webhook);
        }
        boolean allowed =
                switch (webhook.style()) {
                    case SRS -> answered.status() == OK && isZero(answered.body());
                    case NODE_MEDIA_SERVER -> isSuccess(answered.status());
                };
        if (allowed) {
            return Verdict.ALLOWED;
        }
        boolean meant = webhook.style() == Webhook.Style.SRS || answered.status() / 100 == 4;
        return meant ? Verdict.refusedBy("webhook " + webhook.name()) : Verdict.unanswered(webhook);
    }

    /** Why an event has not arrived; empty if it has. */
    static String failure(PostResult result) {
        if (result instanceof PostResult.Failed failed) {
            return failed.reason();
        }
        int status = ((PostResult.Answered) result).status();
        return isSuccess(status) ? "" : "status " + status;
    }

    private static boolean isSuccess(int status) {
        return status / 100 == 2;
    }

    private boolean isZero(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.equals("0")) {
            return true;
        }
        try {
            JsonNode code = mapper.readTree(text).path("code");
            return code.isIntegralNumber() && code.canConvertToInt() && code.intValue() == 0;
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
