/**
 * From which networks and on which web sites a bucket may be used: a bucket's rules, read once from its settings. Knows
 * neither credentials nor sockets.
 */
package io.millrace.auth.rules;
