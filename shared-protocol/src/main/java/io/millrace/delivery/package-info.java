/**
 * Sends stream logs to sockets: viewers, each a channel and a cursor, gathered by event loop and flushed together on a
 * tick. Used by edges for players and by origins for relays; knows no container format and no actor.
 */
package io.millrace.delivery;
