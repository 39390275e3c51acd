package io.millrace.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the kernel counts of a process (Linux). */
public final class ServerProcess {
    private static final Pattern HEAP = Pattern.compile("total (\\d+)K, used (\\d+)K");
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;
    private static final int CHILDREN_USER_FIELD = 13;
    private static final int CHILDREN_SYSTEM_FIELD = 14;
    private static final int IDLE_FIELD = 4;
    private static final int STOLEN_FIELD = 8;

    private final long pid;
    private final boolean isJava;

    private ServerProcess(long pid, boolean isJava) {
        this.pid = pid;
        this.isJava = isJava;
    }

    public static ServerProcess of(long pid) {
        return new ServerProcess(pid, false);
    }

    /** One whose heap can be collected from outside. */
    public static ServerProcess ofJava(long pid) {
        return new ServerProcess(pid, true);
    }

    /** This process itself. */
    public static ServerProcess self() {
        return of(ProcessHandle.current().pid());
    }

    /** User's and system's processor time of all its threads, those that have ended too. */
    public double cpuSeconds() {
        return ticks(USER_FIELD, SYSTEM_FIELD) / TICKS_PER_SECOND;
    }

    /** The same and that of its children that have ended. */
    public double cpuSecondsWithChildren() {
        return ticks(USER_FIELD, SYSTEM_FIELD, CHILDREN_USER_FIELD, CHILDREN_SYSTEM_FIELD) / TICKS_PER_SECOND;
    }

    private long ticks(int... numbers) {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return IntStream.of(numbers)
                .mapToLong(number -> Long.parseLong(fields[number]))
                .sum();
    }

    /** The time in which the machine's processors were not idle, in sum: who else works disturbs a measurement. */
    public static double machineCpuSeconds() {
        try {
            String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
            long ticks = 0;
            for (int field = 1; field <= STOLEN_FIELD; field++) {
                ticks += field == IDLE_FIELD || field == IDLE_FIELD + 1 ? 0 : Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("process " + pid + " has no memory"));
    }

    /**
     * The same without what is free in a Java heap: a collection is run, and of the heap only what it leaves is counted.
     * How much more of it Java holds depends on what was before rather than on what is there.
     */
    public long settledBytes() {
        if (!isJava) {
            return residentBytes();
        }
        command("GC.run");
        Matcher heap = HEAP.matcher(command("GC.heap_info"));
        long free = heap.find() ? (Long.parseLong(heap.group(1)) - Long.parseLong(heap.group(2))) * 1024 : 0;
        return residentBytes() - free;
    }

    private String command(String name) {
        try {
            Process command = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            name)
                    .redirectErrorStream(true)
                    .start();
            return new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " has ended", e);
        }
    }
}
