/**
 * How a node becomes and stays a member of its cluster: where it looks for the others, how they talk, and who is
 * counted out when they cannot.
 */
package io.millrace.node.cluster;
