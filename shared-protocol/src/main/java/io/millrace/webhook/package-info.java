/**
 * Callbacks: what Node-Media-Server and SRS tell the programs beside them, and ask them, over HTTP. Here are the events'
 * names and members, the HTTP client that reaches no internal address, and what a node asks and tells itself; what a
 * channel's journal tells is delivered by the control plane.
 */
package io.millrace.webhook;
