/**
 * The bench: starts a node, loads it with publishers and viewers, and prints what that cost. Knows a server from outside
 * only, by its protocols and its process.
 */
package io.millrace.load;
