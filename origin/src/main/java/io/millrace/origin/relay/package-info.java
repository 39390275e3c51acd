/**
 * Serving this node's feeds to edges: ordinary RTMP plays on a listener of their own, each with a relay ticket. Knows
 * the feeds' registry, but no publisher and no actor.
 */
package io.millrace.origin.relay;
