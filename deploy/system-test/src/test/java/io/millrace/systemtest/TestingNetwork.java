package io.millrace.systemtest;

import java.util.List;

/** What the nodes of a {@link TestingCluster} are connected by. */
sealed interface TestingNetwork extends AutoCloseable permits LoopbackNetwork, NamespaceNetwork {
    /** One whose connections can be cut if this is Linux and we are root, else loopback addresses. */
    static TestingNetwork open() {
        return NamespaceNetwork.isPossible() ? NamespaceNetwork.create() : new LoopbackNetwork();
    }

    /** Under which nodes reach this process and those beside it. */
    String address();

    /** Adds a node, and returns its own address. */
    String add(String node);

    /** A command as it has to be run for the node to be in the network. */
    List<String> command(String node, List<String> command);

    /** Whether this machine lets connections be cut. */
    boolean canCut();

    /** Lets no packet pass between these nodes and those any more; nobody is told. */
    void cut(List<String> some, List<String> others);

    /** Lets all pass again. */
    void heal();

    @Override
    void close();
}
