/**
 * The node: reads its configuration, builds the parts that its roles need, starts and stops them in order, and tells the
 * outside where it listens. The only place that sees origin, edge and control plane together.
 */
package io.millrace.node;
