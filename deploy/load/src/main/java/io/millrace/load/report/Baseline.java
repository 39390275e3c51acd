package io.millrace.load.report;

import java.util.List;

/** With what rows of a table are compared. */
enum Baseline {
    /** One stream over HTTP-FLV, whatever protocol it is compared with. */
    FLOOR {
        @Override
        boolean matches(Subject own, Subject other) {
            return other.server().equals("floor") && own.viewers() == other.viewers();
        }
    },

    /** Static files, each kind of which is compared with its like. */
    STATIC {
        @Override
        boolean matches(Subject own, Subject other) {
            return other.server().equals("static")
                    && own.viewers() == other.viewers()
                    && own.protocol().equals(other.protocol());
        }
    },

    /** The same server with one event loop and half the viewers, for one with two. */
    ONE_LOOP {
        @Override
        boolean matches(Subject own, Subject other) {
            return own.setting().equals(Subject.eventLoops(LOOPS)) && own.viewers() == LOOPS * other.viewers();
        }

        @Override
        List<String> settings(Subject own) {
            return List.of(Subject.eventLoops(1));
        }
    };

    /** How many event loops are compared with one. */
    static final int LOOPS = 2;

    /** Whether the other was loaded as the own one was; its setting may differ. */
    abstract boolean matches(Subject own, Subject other);

    /** How the other may be set, the best first: in the same way, or else not at all. */
    List<String> settings(Subject own) {
        return List.of(own.setting(), "");
    }
}
