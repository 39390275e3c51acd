package io.millrace.load.scenario;

import io.millrace.load.server.Server;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where servers to load come from.
 *
 * @param node what is measured
 * @param nodeWithoutHls the same with channels that are not cut into segments; absent if there is no such
 * @param floor what it is compared with, given the file to serve
 */
public record Servers(
        Supplier<Server> node, Optional<Supplier<Server>> nodeWithoutHls, Optional<Function<Path, Server>> floor) {}
