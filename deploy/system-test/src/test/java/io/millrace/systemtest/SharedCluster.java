package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands one {@link TestingCluster} to all test classes that want one, whole whatever the last has done to it: started for
 * the first of them, closed after all tests.
 */
final class SharedCluster implements ParameterResolver {
    /** The order of the first test class that it is for: after those that do not say. */
    static final int FIRST = Order.DEFAULT + 1;

    private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestingCluster.class;
    }

    @Override
    public TestingCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestingCluster cluster = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Running.class, key -> new Running(), Running.class)
                .cluster;
        cluster.mend();
        return cluster;
    }

    private static final class Running implements CloseableResource {
        private final Path directory;
        private final TestingCluster cluster;

        Running() {
            try {
                this.directory = Files.createTempDirectory("millrace-cluster");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            this.cluster = TestingCluster.start(directory);
        }

        @Override
        public void close() throws IOException {
            cluster.close();
            try (Stream<Path> tree = Files.walk(directory)) {
                List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
                for (Path file : leavesFirst) {
                    Files.delete(file);
                }
            }
        }
    }
}
