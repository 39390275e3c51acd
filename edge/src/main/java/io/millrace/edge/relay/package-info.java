/**
 * The channels that somebody watches on this edge: finds each one's origin, pulls its feed by one relay connection
 * whatever the number of viewers, and follows the highest epoch without closing a viewer.
 */
package io.millrace.edge.relay;
