package io.millrace.systemtest;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback addresses, which anybody may use. */
final class LoopbackNetwork implements TestingNetwork {
    private final String prefix;
    private int nodes;

    LoopbackNetwork() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.prefix = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + ".";
    }

    @Override
    public String address() {
        return "127.0.0.1";
    }

    @Override
    public String add(String node) {
        return prefix + ++nodes;
    }

    @Override
    public List<String> command(String node, List<String> command) {
        return command;
    }

    @Override
    public boolean canCut() {
        return false;
    }

    @Override
    public void cut(List<String> some, List<String> others) {
        throw new UnsupportedOperationException("loopback cannot be cut");
    }

    @Override
    public void heal() {}

    @Override
    public void close() {}
}
