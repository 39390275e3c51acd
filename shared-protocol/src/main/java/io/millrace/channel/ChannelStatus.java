package io.millrace.channel;

/** Whether a channel takes publishers. */
public enum ChannelStatus {
    ENABLED,
    DISABLED
}
