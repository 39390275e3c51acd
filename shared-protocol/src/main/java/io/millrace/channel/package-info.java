/**
 * What origins, edges and the control plane say to each other about a LiveChannel and its bucket: identifiers,
 * commands, replies and the records within them, and the way to reach a channel's actor through cluster sharding. All
 * messages are CBOR on the wire (Jackson); a record's component names are its wire format and are never renamed.
 */
package io.millrace.channel;
