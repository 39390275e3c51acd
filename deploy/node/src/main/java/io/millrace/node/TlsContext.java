package io.millrace.node;

import io.millrace.config.ConfigurationException;
import io.millrace.node.NodeSettings.TlsFiles;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/** The certificate of the listeners with TLS. */
final class TlsContext {
    private TlsContext() {}

    /** @throws ConfigurationException if the files hold no certificate and key that belong together */
    static SslContext load(TlsFiles files) {
        try {
            return SslContextBuilder.forServer(
                            files.certificate().toFile(), files.privateKey().toFile())
                    .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new ConfigurationException("millrace.tls: " + files.certificate() + " and " + files.privateKey()
                    + ": " + e.getMessage() + " (expected: a PEM certificate chain and its PKCS #8 key)");
        }
    }
}
