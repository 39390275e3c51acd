/**
 * How nodes learn by which keys tokens are checked and which tokens are revoked: the control plane puts both on a board in
 * Akka's distributed data, every node reads it, and keeps what it has read in memory. Nothing here knows a token's claims.
 */
package io.millrace.token;
