/**
 * Sends viewers to the nearest edge: finds out where a viewer is, ranks the edges that the node directory knows, and
 * answers the control plane's HTTP port for live addresses. Serves no media and decides on no stream; the edge does.
 */
package io.millrace.controlplane.nearest;
