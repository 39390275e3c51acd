package io.millrace.rtmp.command;

/** Switches a play's picture off or on (section 7.2.2.5). */
public record ReceiveVideo(boolean wanted) implements RtmpCommand {}
