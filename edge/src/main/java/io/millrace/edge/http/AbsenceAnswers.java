package io.millrace.edge.http;

import io.millrace.edge.relay.Absence;
import io.netty.handler.codec.http.HttpResponseStatus;

/** How HTTP says that a stream is not there. */
final class AbsenceAnswers {
    private AbsenceAnswers() {}

    static HttpResponseStatus status(Absence reason) {
        return switch (reason) {
            case NO_SUCH_CHANNEL, NOT_LIVE, NO_SUCH_TRACK -> HttpResponseStatus.NOT_FOUND;
            case UNAVAILABLE, OVERLOADED -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
    }

    static String code(Absence reason) {
        return switch (reason) {
            case NO_SUCH_CHANNEL -> "NoSuchLiveChannel";
            case NOT_LIVE -> "NotLive";
            case NO_SUCH_TRACK -> "NoSuchTrack";
            case UNAVAILABLE -> "ServiceUnavailable";
            case OVERLOADED -> "TooManyChannels";
        };
    }

    static String sentence(Absence reason) {
        return switch (reason) {
            case NO_SUCH_CHANNEL -> "There is no such channel.";
            case NOT_LIVE -> "Nobody publishes to this channel.";
            case NO_SUCH_TRACK -> "The channel carries nothing that can be had in this format.";
            case UNAVAILABLE -> "The channel cannot be reached now.";
            case OVERLOADED -> "This edge follows as many channels as it may.";
        };
    }
}
