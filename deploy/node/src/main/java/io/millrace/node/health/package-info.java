/**
 * Whether what this node depends on, the object store and the database, is there. Asked periodically and only told to
 * those who want to know: nothing here decides whether the node is alive or ready.
 */
package io.millrace.node.health;
