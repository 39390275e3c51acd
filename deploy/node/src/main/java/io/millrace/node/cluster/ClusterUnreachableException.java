package io.millrace.node.cluster;

/** The node has become no member of a cluster in time; the message says where it has looked. */
public final class ClusterUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ClusterUnreachableException(String message) {
        super(message);
    }
}
