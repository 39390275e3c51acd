package io.millrace.tls;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection by TLS that trusts everybody. */
public final class TestingTlsClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final SSLSocket socket;

    /** @param protocols offered for what is spoken inside, none to name none */
    public TestingTlsClient(InetSocketAddress address, String... protocols) throws IOException {
        socket = (SSLSocket) trusting().getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
    }

    /** A context of clients that takes any certificate. */
    public static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public SSLSocket socket() {
        return socket;
    }

    public X509Certificate serverCertificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    /** Whether a byte that is sent comes back. */
    boolean echoes() throws IOException {
        socket.getOutputStream().write(7);
        return socket.getInputStream().read() == 7;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
