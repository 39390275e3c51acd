package io.millrace.controlplane.nearest;

import io.millrace.cluster.NodeStatus;

/**
 * An edge for a viewer.
 *
 * @param hasChannel whether it is known to follow the channel already
 */
public record RankedEdge(NodeStatus node, boolean hasChannel) {}
