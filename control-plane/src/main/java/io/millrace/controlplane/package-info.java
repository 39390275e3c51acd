/** Starts the control plane's actors on a node: the one place that knows channels, buckets and their settings together. */
package io.millrace.controlplane;
