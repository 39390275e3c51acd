/** Gives this node's feeds to relays. Knows the feeds' registry, but no publisher, no socket and no actor. */
package io.millrace.origin.relay;
