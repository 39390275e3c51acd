package io.millrace.node;

import io.millrace.auth.ClusterBuckets;
import io.millrace.auth.RequestAuthenticator;
import io.millrace.controlplane.Actors;
import io.millrace.controlplane.admin.AdminAccess;
import io.millrace.controlplane.admin.AdminHttp;
import io.millrace.controlplane.admin.AdminRoutes;
import io.millrace.controlplane.admin.CrossOrigin;
import io.millrace.controlplane.admin.Route;
import io.millrace.controlplane.api.Api;
import io.millrace.controlplane.api.ApiSettings;
import io.millrace.controlplane.api.LiveOrigins;
import io.millrace.controlplane.api.Sockets;
import io.millrace.controlplane.nearest.NearestEdges;
import io.millrace.controlplane.nearest.NearestHttp;
import io.millrace.controlplane.oss.OssApi;
import io.millrace.controlplane.oss.OssServices;
import io.millrace.controlplane.oss.PublicUrls;
import io.millrace.controlplane.oss.http.OssHttp;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts the control plane's API port. */
final class ApiPort {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(2);
    private static final int RTMP_PORT = 1935;

    private final PartSettings settings;
    private final NodeSettings node;
    private final Parts parts;
    private final NodeAddresses addresses;
    private final Endings endings;

    ApiPort(PartSettings settings, NodeSettings node, Parts parts, NodeAddresses addresses, Endings endings) {
        this.settings = settings;
        this.node = node;
        this.parts = parts;
        this.addresses = addresses;
        this.endings = endings;
    }

    /** Starts it when the node's other listeners are there: it shows their addresses to clients. */
    void start() {
        ApiSettings api = settings.api();
        OssServices services = services();
        OssHttp oss = new OssHttp(
                parts.system(),
                new OssApi(services, settings.oss()),
                settings.oss().bodyTimeout());
        AdminHttp admin = new AdminHttp(
                parts.system(),
                oss,
                new AdminAccess(parts.access().keys(), services.authenticator()),
                adminRoutes(),
                new CrossOrigin(api.allowOrigins()),
                settings.oss().bodyTimeout());
        NearestEdges nearest = NearestEdges.of(parts.system(), parts.directory(), parts.channels(), settings.nearest());
        NearestHttp handler = new NearestHttp(
                admin,
                parts.access().objects(),
                nearest,
                settings.nearest(),
                settings.edge().http().allowOrigin());
        EventLoops loops = parts.loops();
        Sockets sockets = new Sockets(loops.acceptors(), loops.workers(), loops.serverChannel(), loops.clientChannel());
        LiveOrigins origins = new LiveOrigins(parts.directory(), ownOrigin(), new SecureRandom());
        Api started = Waiting.await(
                "listening at millrace.api.port " + api.port(),
                Api.start(parts.system(), api, sockets, handler, origins));
        endings.add("API", () -> Waiting.await("ending the API", started.stop(STOP_DEADLINE)));
        addresses.add("api", "http", api.host(), started.port());
    }

    private List<Route> adminRoutes() {
        Actors actors = new Actors(parts.channels(), parts.access().settings().answerTimeout());
        return AdminRoutes.of(
                actors, parts.tokens().orElseThrow(), parts.access().tokens(), settings.tokens(), parts.clock());
    }

    private OssServices services() {
        ClusterBuckets buckets =
                new ClusterBuckets(parts.channels(), parts.access().settings().answerTimeout());
        return new OssServices(
                parts.channels(),
                parts.store(),
                new RequestAuthenticator(
                        parts.access().keys(), buckets, parts.access().settings(), parts.clock()),
                parts.access().rules(),
                new PublicUrls(publicRtmp(), publicHttp()),
                settings.buckets().maxChannels(),
                parts.clock());
    }

    private String publicRtmp() {
        return node.publicRtmp().map(URI::toString).orElseGet(() -> addresses
                .url("rtmp")
                .filter(url -> url.getPort() != RTMP_PORT)
                .map(url -> "rtmp://localhost:" + url.getPort())
                .orElse("rtmp://localhost"));
    }

    private String publicHttp() {
        return node.publicHttp().map(URI::toString).orElseGet(() -> addresses
                .url("http")
                .map(url -> "http://localhost:" + url.getPort())
                .orElse("http://localhost"));
    }

    /** This node's own, if it is one. */
    private Optional<InetSocketAddress> ownOrigin() {
        return node.has(Role.ORIGIN)
                ? addresses.url("rtmp").map(url -> new InetSocketAddress(url.getHost(), url.getPort()))
                : Optional.empty();
    }
}
