package io.millrace.load.scenario;

import io.millrace.load.server.Server;
import java.util.List;

/** Starts nodes that are set for one row of a table. */
public interface NodeStarter {
    /**
     * @param jvmOptions on top of those that every node gets
     * @param pinned whether it is kept to the processors that servers have; otherwise it may use those of the bench
     */
    Server start(List<String> jvmOptions, boolean pinned);
}
