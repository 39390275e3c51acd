/**
 * Cutting a feed into HLS segments: where a segment ends, what bytes it holds, and how much of the node's memory the
 * segments that wait for the store may take. Knows the transport stream muxer, but no socket, no store and no actor.
 */
package io.millrace.origin.segment;
