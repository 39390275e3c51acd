package io.millrace.load.scenario;

import io.millrace.load.server.FloorProgram;
import io.millrace.load.server.Server;
import io.millrace.load.server.StaticProgram;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where servers to load come from.
 *
 * @param nodes what is measured, as it is
 * @param setNodes the same, set for a row; absent if it runs already
 * @param floor what viewers of it are compared with
 * @param files what requests for its playlists and segments are compared with
 */
public record Servers(
        Supplier<Server> nodes,
        Optional<NodeStarter> setNodes,
        Optional<FloorProgram> floor,
        Optional<StaticProgram> files) {
    Server node() {
        return nodes.get();
    }

    /** Whether nodes can be set. */
    boolean canSet() {
        return setNodes.isPresent();
    }

    /** A node that is set so. */
    Server node(NodeSetting setting) {
        return setting.jvmOptions().isEmpty()
                ? node()
                : setNodes.orElseThrow().start(setting.jvmOptions(), setting.pinned());
    }
}
