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
import java.util.function.IntConsumer;

/** A program that does part of what a node does, and with which a node is compared. */
public final class ShellServer implements Server {
    private final String name;
    private final int port = freePort();
    private final Child child;

    /**
     * @param command of a shell, in which {@code {port}} is replaced by a free one
     * @param replacements what else is replaced in it, by what the shell is to read
     * @param prepare what is done before it is started, given the port
     * @param directory deleted with all that is in it when the program has ended
     */
    ShellServer(
            String name,
            String command,
            Map<String, String> replacements,
            IntConsumer prepare,
            String processors,
            Path directory) {
        this.name = name;
        prepare.accept(port);
        String line = command.replace("{port}", Integer.toString(port));
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            line = line.replace(replacement.getKey(), replacement.getValue());
        }
        child = new Child("the " + name, List.of("bash", "-c", "exec " + line), processors, Map.of(), directory);
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

    /** A file's name as one word of a shell. */
    static String quoted(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "'\\''") + "'";
    }

    @Override
    public String name() {
        return name;
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
