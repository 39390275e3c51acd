package io.millrace.channel;

import java.time.Instant;

/** One ended session in a channel's history. */
public record SessionRecord(long epoch, Instant startedAt, Instant endedAt, String remoteAddress, EndReason reason) {}
