/**
 * A channel's live frames on this edge and the formats made of them. Confined to one event loop a channel; knows no
 * socket and no actor.
 */
package io.millrace.edge.feed;
