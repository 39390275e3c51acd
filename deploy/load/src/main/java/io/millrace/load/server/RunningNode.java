package io.millrace.load.server;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A node that somebody else has started, and ends. */
public final class RunningNode implements Server {
    private final Listeners listeners;
    private final Optional<ServerProcess> process;

    public RunningNode(List<URI> urls, Optional<ServerProcess> process) {
        this.listeners = Listeners.of(urls);
        this.process = process;
    }

    @Override
    public String name() {
        return "node";
    }

    @Override
    public URI listener(String scheme) {
        return listeners.get(scheme);
    }

    @Override
    public Optional<ServerProcess> process() {
        return process;
    }

    @Override
    public void close() {
        // It goes on.
    }
}
