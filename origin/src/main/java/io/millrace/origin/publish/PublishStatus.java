package io.millrace.origin.publish;

import io.millrace.admission.Limit;
import io.millrace.auth.AccessDecision;
import io.millrace.auth.RightEnd;
import io.millrace.channel.ChannelId;
import io.millrace.channel.EndReason;
import io.millrace.quota.Excess;
import io.millrace.rtmp.connection.StreamStatus;

/**
 * What publishers are told. The codes are those that ffmpeg's and OBS's RTMP clients give up at, apart from BadName,
 * which the specification gives for a name in use; ffmpeg and OBS show the description.
 */
final class PublishStatus {
    static final String BAD_NAME = "NetStream.Publish.BadName";
    static final String DENIED = "NetStream.Publish.Denied";
    static final String REJECTED = "NetStream.Publish.Rejected";

    private PublishStatus() {}

    static StreamStatus refused(AccessDecision.Refused refusal) {
        return switch (refusal.reason()) {
            case BAD_ADDRESS -> new StreamStatus(BAD_NAME, "InvalidArgument: " + refusal.message());
            case NO_SUCH_BUCKET -> new StreamStatus(BAD_NAME, "NoSuchBucket: " + refusal.message());
            case ACCESS_DENIED, EXPIRED -> new StreamStatus(DENIED, "AccessDenied: " + refusal.message());
            case BAD_TOKEN -> new StreamStatus(DENIED, "InvalidToken: " + refusal.message());
            case BAD_SIGNATURE -> new StreamStatus(DENIED, "SignatureDoesNotMatch: " + refusal.message());
            case UNAVAILABLE -> new StreamStatus(REJECTED, "ServiceUnavailable: " + refusal.message());
        };
    }

    static StreamStatus badPlaylistName() {
        return new StreamStatus(
                BAD_NAME, "InvalidArgument: The playlistName must have 6 to 128 characters, no '/', and end in .m3u8.");
    }

    static StreamStatus noSuchChannel(ChannelId channel) {
        return new StreamStatus(BAD_NAME, "NoSuchLiveChannel: There is no live channel " + channel + ".");
    }

    static StreamStatus noSuchBucket(String bucket) {
        return new StreamStatus(BAD_NAME, "NoSuchBucket: There is no bucket " + bucket + ".");
    }

    static StreamStatus tooManyChannels(String bucket, int limit) {
        return new StreamStatus(
                REJECTED, "TooManyLiveChannels: The bucket " + bucket + " has " + limit + " channels already.");
    }

    static StreamStatus disabled(ChannelId channel) {
        return new StreamStatus(
                REJECTED, "LiveChannelDisabled: The live channel " + channel + " is disabled by its owner.");
    }

    static StreamStatus alreadyPublishing(ChannelId channel) {
        return new StreamStatus(BAD_NAME, "LiveChannelInUse: Stream already publishing: " + channel);
    }

    static StreamStatus refusedByCallback() {
        return new StreamStatus(DENIED, "AccessDenied: A callback has refused this publish.");
    }

    static StreamStatus unavailable() {
        return new StreamStatus(REJECTED, "ServiceUnavailable: The control plane did not answer; try again.");
    }

    static StreamStatus full(Limit limit) {
        return new StreamStatus(
                REJECTED, "ServiceUnavailable: This node has " + limit.excess() + "; connect to another one.");
    }

    static StreamStatus tooManyPublishers(String bucket) {
        return new StreamStatus(REJECTED, Excess.PUBLISHERS.code() + ": " + Excess.PUBLISHERS.message(bucket));
    }

    static StreamStatus stopping() {
        return new StreamStatus(REJECTED, "ServiceUnavailable: This node is stopping; connect to another one.");
    }

    static StreamStatus internalError() {
        return new StreamStatus(REJECTED, "InternalError: The session failed.");
    }

    /** To a publisher who may not be here any more. */
    static StreamStatus rightOver(RightEnd end) {
        return new StreamStatus(DENIED, "AccessDenied: The right to publish " + end.verb() + ".");
    }

    /** To a publisher whose session was ended by its channel. */
    static StreamStatus cut(ChannelId channel, EndReason reason) {
        return switch (reason) {
            case TAKEN_OVER ->
                new StreamStatus(
                        REJECTED, "TakenOver: Another publisher has taken over the live channel " + channel + ".");
            case DISABLED -> disabled(channel);
            case DELETED ->
                new StreamStatus(REJECTED, "NoSuchLiveChannel: The live channel " + channel + " was deleted.");
            case PUBLISHER_LEFT, CONNECTION_LOST, ORIGIN_LOST, LEASE_EXPIRED, CLOSED_BY_ORIGIN ->
                new StreamStatus(
                        REJECTED,
                        "SessionEnded: The live channel " + channel + " has ended this session; publish again.");
        };
    }
}
