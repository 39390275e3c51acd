/**
 * Who may do what: access keys, OSS signatures (V1, V4, presigned, RTMP address), Node-Media-Server's sign, tokens, relay
 * tickets, and the decision that an origin or an edge makes on the spot from them, from the bucket's rules and from its
 * access rule.
 */
package io.millrace.auth;
