package io.millrace.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What the kernel counts of a process (Linux). */
public final class ServerProcess {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;
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
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD])) / TICKS_PER_SECOND;
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

    /** The same without what a garbage collection can give back. */
    public long settledBytes() {
        if (isJava) {
            collectGarbage();
        }
        return residentBytes();
    }

    private void collectGarbage() {
        try {
            Process collection = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            collection.waitFor(30, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
