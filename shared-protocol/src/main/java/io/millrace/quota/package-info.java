/**
 * How much of the cluster each bucket takes, and whether that leaves it room for one more. Each node knows exactly what
 * its own share is, and of the others what they have announced last. Knows no sockets and no actors.
 */
package io.millrace.quota;
