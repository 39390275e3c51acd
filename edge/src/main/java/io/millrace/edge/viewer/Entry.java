package io.millrace.edge.viewer;

import io.millrace.admission.Limit;
import io.millrace.quota.Excess;

/** What becomes of one who wants to play. */
public sealed interface Entry permits Stay, Entry.Full, Entry.Exceeded, Entry.TokenExceeded {
    /** This edge has no room; another one may. */
    record Full(Limit limit) implements Entry {}

    /** The viewer's bucket has as much as it may, here and everywhere. */
    record Exceeded(Excess excess) implements Entry {}

    /** The viewer's token has as many viewers on this edge as it may. */
    record TokenExceeded() implements Entry {
        public static final String CODE = "TooManyTokenViewers";
        public static final String MESSAGE = "The token has as many viewers as it may.";
    }
}
