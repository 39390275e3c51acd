/**
 * Serving this node's feeds to edges: ordinary RTMP plays on a listener of their own, each with a relay ticket. The roles
 * that have feeds plug themselves in; nothing here knows them, nor an actor.
 */
package io.millrace.relay;
