/**
 * Issues tokens. One {@link io.millrace.controlplane.token.TokenIssuer} of a cluster owns the keys and what is revoked, and
 * puts both on the nodes' board; a {@link io.millrace.controlplane.token.TokenRegistry} per bucket knows its tokens. The
 * private keys leave an actor encrypted only.
 */
package io.millrace.controlplane.token;
