package io.millrace.systemtest;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A network namespace of its own for each node, with a cable to a bridge in this process's namespace, as if each were a
 * machine on one switch. Made by {@code ip} of iproute2 as root, and gone when it is closed; what a killed test has left
 * behind goes when the next begins.
 */
final class NamespaceNetwork implements TestingNetwork {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NAMES = "millrace-test-";
    private static final String PROBE = NAMES + ProcessHandle.current().pid();
    private static final int HOST = 254;

    /** Nobody's hardware address: what is sent there is lost. */
    private static final String NOWHERE = "02:00:00:00:00:01";

    private final String bridge;
    private final String prefix;
    private final Map<String, String> addresses = new LinkedHashMap<>();
    private final List<List<String>> lost = new ArrayList<>();

    private NamespaceNetwork(int number) {
        this.bridge = "mr" + number;
        this.prefix = "10." + (100 + number / 256) + "." + number % 256 + ".";
    }

    /** Whether there is {@code ip}, and the rights that it needs. */
    static boolean isPossible() {
        try (Program program = Program.start("ip", List.of("ip", "netns", "add", PROBE), Map.of())) {
            if (program.awaitExit(LIMIT) != 0) {
                return false;
            }
            ip("netns", "del", PROBE);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static NamespaceNetwork create() {
        removeStale();
        NamespaceNetwork network =
                new NamespaceNetwork(ThreadLocalRandom.current().nextInt(100 * 256));
        try {
            ip("link", "add", network.bridge, "type", "bridge");
            ip("addr", "add", network.address() + "/24", "dev", network.bridge);
            ip("link", "set", network.bridge, "up");
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private static void removeStale() {
        for (String line : run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ")[0];
            if (name.startsWith(NAMES)
                    && ProcessHandle.of(Long.parseLong(name.split("-")[2])).isEmpty()) {
                run("ip", "netns", "del", name);
            }
        }
    }

    @Override
    public String address() {
        return prefix + HOST;
    }

    @Override
    public String add(String node) {
        int number = addresses.size() + 1;
        String address = prefix + number;
        String cable = bridge + "-" + number;
        String namespace = namespace(node);
        addresses.put(node, address);
        ip("netns", "add", namespace);
        ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        ip("link", "set", cable, "master", bridge, "up");
        ip("-n", namespace, "link", "set", "lo", "up");
        ip("-n", namespace, "addr", "add", address + "/24", "dev", "eth0");
        ip("-n", namespace, "link", "set", "eth0", "up");
        return address;
    }

    private String namespace(String node) {
        return NAMES + ProcessHandle.current().pid() + "-" + bridge + "-" + node;
    }

    /** The process's id is that of the command, which takes the place of {@code ip}. */
    @Override
    public List<String> command(String node, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace(node)));
        all.addAll(command);
        return all;
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public void cut(List<String> some, List<String> others) {
        for (String one : some) {
            for (String other : others) {
                lose(one, other);
                lose(other, one);
            }
        }
    }

    private void lose(String from, String to) {
        String address = addresses.get(to);
        ip("-n", namespace(from), "neigh", "replace", address, "lladdr", NOWHERE, "dev", "eth0", "nud", "permanent");
        lost.add(List.of(namespace(from), address));
    }

    @Override
    public void heal() {
        lost.forEach(pair -> ip("-n", pair.get(0), "neigh", "del", pair.get(1), "dev", "eth0"));
        lost.clear();
    }

    @Override
    public void close() {
        addresses.keySet().forEach(node -> run("ip", "netns", "del", namespace(node)));
        addresses.clear();
        run("ip", "link", "del", bridge);
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Program.run("ip", command, Map.of(), LIMIT);
    }

    private static String run(String... command) {
        try (Program program = Program.start("ip", List.of(command), Map.of())) {
            program.awaitExit(LIMIT);
            return program.output();
        }
    }
}
