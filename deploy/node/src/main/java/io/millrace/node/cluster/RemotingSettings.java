package io.millrace.node.cluster;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the nodes of a cluster talk to each other.
 *
 * @param host the name or address by which the others reach this node
 * @param bindHost the address to listen on
 */
public record RemotingSettings(String host, String bindHost, int port, Optional<Tls> tls) {

    /** PEM files; both sides of each connection show a certificate that the authority has signed. */
    public record Tls(Path certificate, Path privateKey, Path authority) {}

    public static RemotingSettings from(Settings remoting) {
        String bindHost = remoting.text("bind-host");
        return new RemotingSettings(
                remoting.text("host"),
                bindHost.isEmpty() ? remoting.text("host") : bindHost,
                remoting.integer("port", 0, 65535),
                tls(remoting.at("tls")));
    }

    private static Optional<Tls> tls(Settings tls) {
        if (tls.text("certificate").isEmpty()
                && tls.text("private-key").isEmpty()
                && tls.text("certificate-authority").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Tls(file(tls, "certificate"), file(tls, "private-key"), file(tls, "certificate-authority")));
    }

    private static Path file(Settings tls, String key) {
        String text = tls.text(key);
        if (text.isEmpty()) {
            throw tls.wrong(key, "none", "a PEM file, as the others of remoting's TLS are set");
        }
        Path file = Path.of(text).toAbsolutePath().normalize();
        if (!file.toFile().canRead()) {
            throw tls.wrong(key, file, "a PEM file that can be read");
        }
        return file;
    }
}
