/**
 * Who may do what: access keys, OSS signatures (V1, V4, presigned, RTMP address), relay tickets, and the decision that
 * an origin or an edge makes on the spot from them and from the bucket's access rule.
 */
package io.millrace.auth;
