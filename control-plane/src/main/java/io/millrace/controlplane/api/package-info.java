/**
 * The API port: one listener that tells HTTP from RTMP by a connection's first byte, hands RTMP on to an origin and
 * HTTP to the control plane's own server on a loopback port. Knows of the API only what
 * its errors look like; the requests go to an {@link io.millrace.controlplane.api.ApiHandler}.
 */
package io.millrace.controlplane.api;
