package io.millrace.load.report;

/** Servers with which others are compared. */
enum Baseline {
    /** One stream over HTTP-FLV, whatever protocol it is compared with. */
    FLOOR("floor") {
        @Override
        boolean isLike(Subject own, Subject other) {
            return own.viewers() == other.viewers();
        }
    },

    /** Static files, each kind of which is compared with its like. */
    STATIC("static") {
        @Override
        boolean isLike(Subject own, Subject other) {
            return own.viewers() == other.viewers() && own.protocol().equals(other.protocol());
        }
    };

    private final String server;

    Baseline(String server) {
        this.server = server;
    }

    /** Whether the other is this server, loaded as the own one was; its setting may differ. */
    boolean matches(Subject own, Subject other) {
        return other.server().equals(server) && other.scenario().equals(own.scenario()) && isLike(own, other);
    }

    abstract boolean isLike(Subject own, Subject other);
}
