package io.millrace.controlplane;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server that can be stopped, which keeps its data and its port, started again, and frozen. */
public final class TestingPostgres implements AutoCloseable {
    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    private TestingPostgres(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    public static TestingPostgres start(Path data) throws IOException {
        TestingPostgres server = new TestingPostgres(data, freePort());
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    public void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    public void stop() throws IOException {
        server.close();
    }

    /** The settings by which a control-plane node uses it. */
    public String settings() {
        return "millrace.persistence { profile = postgresql, user = postgres, password = postgres, url = \""
                + "jdbc:postgresql://127.0.0.1:" + port + "/postgres\" }\n";
    }

    /** Lets the server hang: connections are accepted, and nothing is answered. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** The main process first: a child that it makes meanwhile would be missed. */
    private void signal(String name) throws IOException, InterruptedException {
        long main = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        signal(name, Stream.of(main));
        signal(name, ProcessHandle.of(main).orElseThrow().children().map(ProcessHandle::pid));
    }

    private static void signal(String name, Stream<Long> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process)));
        new ProcessBuilder(command).start().waitFor();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
