package io.millrace.load.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that serves one FLV file over HTTP-FLV with the least work there can be: what a server is compared with. */
public final class FloorProgram implements Server {
    private final int port;
    private final Child child;

    /** @param command of a shell, in which {@code {port}} and {@code {file}} are replaced */
    public FloorProgram(String command, Path file, String processors) {
        port = freePort();
        String line = command.replace("{port}", Integer.toString(port)).replace("{file}", "'" + file + "'");
        child = new Child(
                "the floor", List.of("bash", "-c", "exec " + line), processors, Map.of(), Child.newDirectory());
        child.awaitReady(this::answers);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public URI listener(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + port);
    }

    @Override
    public Optional<ServerProcess> process() {
        return Optional.of(ServerProcess.of(child.pid()));
    }

    @Override
    public void close() {
        child.close();
    }
}
