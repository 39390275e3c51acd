package io.millrace.webhook;

import java.util.Arrays;

/** What became of a request. */
sealed interface PostResult {
    /** @param body at most {@link WebhookClient#MAX_ANSWER_BYTES} */
    record Answered(int status, byte[] body) implements PostResult {
        @Override
        public boolean equals(Object other) {
            return other instanceof Answered answered
                    && status == answered.status
                    && Arrays.equals(body, answered.body);
        }

        @Override
        public int hashCode() {
            return status;
        }

        @Override
        public String toString() {
            return "status " + status;
        }
    }

    /** @param reason for a person, without what the receiver has sent */
    record Failed(String reason) implements PostResult {}
}
