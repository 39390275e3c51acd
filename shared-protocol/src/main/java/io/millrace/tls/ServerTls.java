package io.millrace.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.config.ConfigurationException;
import io.millrace.tls.CertificateFiles.Content;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS handlers of connections, each with the certificate of the moment: connections keep the one that they began
 * with. A thread of its own looks at the files; a change is taken when two looks in a row have seen the same, so that
 * files that are being written are left alone, and refused, with a line in the log, if it is no certificate with its key.
 *
 * <p>Handshakes' arithmetic is done by a few threads beside the event loops: a crowd that connects at once does not
 * hold up the streams of those who are there.
 */
public final class ServerTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final TlsSettings settings;
    private final CertificateFiles files;
    private final InstantSource clock;
    private final Counter taken;
    private final Counter refused;
    private final ExecutorService handshakes;
    private final ScheduledExecutorService watch;
    private volatile TlsContexts contexts;

    /** What the last look has seen; used by the watching thread only, as the next. */
    private Content seen;

    /** What was taken or refused last. */
    private Content judged;

    private ServerTls(TlsSettings settings, InstantSource clock, MeterRegistry registry) {
        this.settings = settings;
        this.files = new CertificateFiles(settings);
        this.clock = clock;
        this.judged = files.read();
        this.contexts = contexts(judged, true);
        this.taken = changes("taken", registry);
        this.refused = changes("refused", registry);
        Gauge.builder("millrace.tls.certificate.expiry", this, tls -> tls.contexts
                        .expiry()
                        .getEpochSecond())
                .description("When the certificate in force expires, in seconds since 1970")
                .baseUnit("seconds")
                .register(registry);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.handshakes = Executors.newFixedThreadPool(threads, new DefaultThreadFactory("tls-handshake", true));
        this.watch = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("tls-files", true));
    }

    /**
     * Reads the certificate and watches its files until {@link #close}.
     *
     * @throws ConfigurationException if the files hold no certificate with its key
     */
    public static ServerTls start(TlsSettings settings, InstantSource clock, MeterRegistry registry) {
        ServerTls tls = new ServerTls(settings, clock, registry);
        long millis = settings.reloadInterval().toMillis();
        tls.watch.scheduleWithFixedDelay(tls::look, millis, millis, TimeUnit.MILLISECONDS);
        return tls;
    }

    /**
     * Only reads the files.
     *
     * @throws ConfigurationException if they hold no certificate with its key
     */
    public static void check(TlsSettings settings) {
        CertificateFiles files = new CertificateFiles(settings);
        files.identity(files.read());
    }

    private static Counter changes(String result, MeterRegistry registry) {
        return Counter.builder("millrace.tls.certificate.changes")
                .description("Changes of the certificate's files since the start")
                .tag("result", result)
                .register(registry);
    }

    /** The handler of a connection on which no protocol is negotiated. */
    public SslHandler newHandler(Channel channel) {
        return newHandler(contexts.plain(), channel);
    }

    /** The handler of a connection to an HTTP listener that speaks HTTP/2, too. */
    public SslHandler newHttp2Handler(Channel channel) {
        return newHandler(contexts.http2(), channel);
    }

    private SslHandler newHandler(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), handshakes);
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        return handler;
    }

    private void look() {
        try {
            Content now = files.read();
            boolean settled = now.equals(seen);
            seen = now;
            if (settled && !now.equals(judged)) {
                judged = now;
                judge(now);
            }
        } catch (RuntimeException e) {
            LOG.error("The certificate's files could not be looked at", e);
        }
    }

    private void judge(Content content) {
        try {
            contexts = contexts(content, false);
            taken.increment();
        } catch (ConfigurationException e) {
            refused.increment();
            LOG.error("The new certificate is refused, the one before stays in force: {}", e.getMessage());
        }
    }

    /** An expired certificate is none for a node that has another one; at the start, what else it serves is worth more. */
    private TlsContexts contexts(Content content, boolean first) {
        Identity identity = files.identity(content);
        boolean expired = identity.expiry().isBefore(clock.instant());
        if (expired && !first) {
            throw settings.wrongCertificate("it has expired: " + identity);
        }
        try {
            TlsContexts made = TlsContexts.of(identity);
            if (expired) {
                LOG.error("The certificate has expired: {}", identity);
            } else {
                LOG.info("{}: {}", first ? "Certificate" : "New certificate", identity);
            }
            return made;
        } catch (SSLException | IllegalArgumentException e) {
            throw settings.wrongCertificate("TLS cannot use it: " + e.getMessage());
        }
    }

    /** Watches the files no more, and begins no more handshakes; the event loops end before. */
    @Override
    public void close() {
        watch.shutdownNow();
        handshakes.shutdown();
    }
}
