/**
 * What the nodes of a cluster know of each other: where each can be reached, what it does, and how much it has to do.
 * Every node announces itself through Akka's distributed data; what is known outlives the control plane. Nothing here
 * knows channels or roles' insides.
 */
package io.millrace.cluster;
