/**
 * The LiveChannel actor, which owns all that is true about one channel: its events and state, the index of its segments,
 * who watches it, and the lease of its running session. No frame and no socket is known here.
 */
package io.millrace.controlplane.channel;
