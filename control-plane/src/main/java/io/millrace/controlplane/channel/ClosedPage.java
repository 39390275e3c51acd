package io.millrace.controlplane.channel;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** A closed page in a snapshot; an array, since there may be thousands. The order of the components is the format. */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"firstSequence", "count", "firstStartMillis", "lastStartMillis"})
record ClosedPage(long firstSequence, int count, long firstStartMillis, long lastStartMillis) {}
