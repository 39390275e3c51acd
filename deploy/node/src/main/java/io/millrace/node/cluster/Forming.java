package io.millrace.node.cluster;

/** How a node finds the cluster that it is to be a member of. */
public enum Forming {
    /** It finds none, and is one by itself. */
    ALONE,
    /** By the remoting addresses of some nodes. */
    SEEDS,
    /** By a name with an address record for each node. */
    DNS,
    /** By asking Kubernetes for pods with a label. */
    KUBERNETES
}
