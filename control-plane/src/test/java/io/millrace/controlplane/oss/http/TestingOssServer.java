package io.millrace.controlplane.oss.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.auth.AccessKey;
import io.millrace.auth.AccessSettings;
import io.millrace.auth.BucketAccess;
import io.millrace.auth.Buckets;
import io.millrace.auth.ClusterBuckets;
import io.millrace.auth.ConfiguredAccessKeys;
import io.millrace.auth.LocalAddresses;
import io.millrace.auth.RequestAuthenticator;
import io.millrace.auth.TokenAuthority;
import io.millrace.config.Settings;
import io.millrace.controlplane.TestingNode;
import io.millrace.controlplane.api.Api;
import io.millrace.controlplane.api.ApiSettings;
import io.millrace.controlplane.api.Sockets;
import io.millrace.controlplane.oss.OssApi;
import io.millrace.controlplane.oss.OssServices;
import io.millrace.controlplane.oss.OssSettings;
import io.millrace.controlplane.oss.PublicUrls;
import io.millrace.storage.FileObjectStore;
import io.millrace.storage.FileStoreSettings;
import io.millrace.storage.ObjectStore;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A control plane of one node with the OSS API, on a port of its own. */
public final class TestingOssServer implements AutoCloseable {
    public static final AccessKey KEY = new AccessKey("AKIDEXAMPLE", "SECRETEXAMPLE");
    static final PublicUrls URLS = new PublicUrls("rtmp://push.example.com", "https://play.example.com/");

    private final TestingNode node;
    private final ObjectStore store;
    private final MultiThreadIoEventLoopGroup loops;
    private final Api api;

    private TestingOssServer(TestingNode node, ObjectStore store, MultiThreadIoEventLoopGroup loops, Api api) {
        this.node = node;
        this.store = store;
        this.loops = loops;
        this.api = api;
    }

    public static TestingOssServer start(Path data, String overrides) throws Exception {
        Config config = ConfigFactory.parseString("millrace.api { host = 127.0.0.1, port = 0 }\n" + overrides)
                .withFallback(ConfigFactory.load());
        InstantSource clock = InstantSource.system();
        ObjectStore store = FileObjectStore.open(
                data.resolve("objects"), FileStoreSettings.from(Settings.of(config, "millrace.storage")), clock);
        TestingNode node = TestingNode.start(data, store, overrides);
        AccessSettings access = AccessSettings.from(Settings.of(config, "millrace.access"));
        Buckets buckets = new ClusterBuckets(node.channels(), access.answerTimeout());
        OssSettings settings = OssSettings.from(Settings.of(config, "millrace.oss"));
        OssApi oss = new OssApi(
                new OssServices(
                        node.channels(),
                        store,
                        new RequestAuthenticator(new ConfiguredAccessKeys(List.of(KEY)), buckets, access, clock),
                        new BucketAccess(TokenAuthority.NONE, new LocalAddresses(clock), 10, clock),
                        URLS,
                        5,
                        clock),
                settings);
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Api api = Api.start(
                        node.system(),
                        ApiSettings.from(Settings.of(config, "millrace.api")),
                        new Sockets(loops, loops, NioServerSocketChannel.class, NioSocketChannel.class),
                        new OssHttp(node.system(), oss, settings.bodyTimeout()),
                        List::of)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return new TestingOssServer(node, store, loops, api);
    }

    public int port() {
        return api.port();
    }

    TestingNode node() {
        return node;
    }

    ObjectStore store() {
        return store;
    }

    @Override
    public void close() {
        api.stop(Duration.ofSeconds(1))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        node.close();
        store.close();
    }
}
