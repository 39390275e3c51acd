package io.millrace.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.LeakGuard;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers on real sockets, some of which read slowly or not at all. */
@ExtendWith(LeakGuard.class)
class DeliverySocketTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LOG_BYTES = 1 << 20;
    private static final int SOCKET_BUFFER_BYTES = 16 << 10;
    private static final int UNSENT_BYTES = 64 << 10;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final TestingLog log = new TestingLog(32 << 10, LOG_BYTES, Duration.ofSeconds(2));
    private final TestingListener counts = new TestingListener();
    private final ViewerListener closing = new ViewerListener() {
        @Override
        public void onEnd(Viewer viewer) {
            counts.onEnd(viewer);
            viewer.channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void onStuck(Viewer viewer) {
            counts.onStuck(viewer);
        }
    };
    private boolean sendBufferGrows;
    private CountDownLatch started;
    private EventLoopGroup loops;
    private Channel server;

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        server.close().sync();
        loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
        readers.shutdownNow();
        assertThat(readers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        log.log.close();
        assertThat(log.log.heldBytes()).isZero();
    }

    private void listen(int viewers, boolean epoll, Duration stuckTimeout) throws InterruptedException {
        listen(viewers, epoll, SliceFraming.RAW, stuckTimeout);
    }

    private void listen(int viewers, boolean epoll, SliceFraming framing, Duration stuckTimeout)
            throws InterruptedException {
        Delivery delivery = new Delivery(
                new DeliverySettings(
                        Duration.ofMillis(2), Duration.ofMillis(50), stuckTimeout, 16 << 10, 64 << 10, UNSENT_BYTES),
                registry);
        started = new CountDownLatch(viewers);
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(2, io);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
        if (!sendBufferGrows) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        }
        server = bootstrap
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.eventLoop().execute(() -> {
                            delivery.start(channel, log.log.atNewestRandomAccessPoint(), framing, closing);
                            started.countDown();
                        });
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
        socket.setSoTimeout(30_000);
        socket.connect(server.localAddress());
        return socket;
    }

    private Future<String> readAll(Socket socket) {
        return readAll(socket, SliceFraming.RAW);
    }

    private Future<String> readAll(Socket socket, SliceFraming framing) {
        return readers.submit(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (socket) {
                if (framing == SliceFraming.RAW) {
                    socket.getInputStream().transferTo(all);
                } else {
                    readFrames(new DataInputStream(socket.getInputStream()), all);
                }
            }
            return all.toString(US_ASCII);
        });
    }

    private static void readFrames(DataInputStream in, ByteArrayOutputStream all) throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            assertThat(first).isEqualTo(0x82);
            int length = in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            all.writeBytes(payload);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, RAW", "false, RAW", "true, WEBSOCKET_BINARY", "false, WEBSOCKET_BINARY"})
    void manyViewersGetTheSameBytes(boolean epoll, SliceFraming framing) throws Exception {
        int viewers = 60;
        listen(viewers, epoll && Epoll.isAvailable(), framing, LONG);
        log.point("FLV", "meta", "key;", 0);
        List<Future<String>> read = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            read.add(readAll(connect(), framing));
        }
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        StringBuilder expected = new StringBuilder("FLVmetakey;");
        for (int i = 0; i < 3000; i++) {
            String unit = i + "-" + "x".repeat(i % 300) + ";";
            expected.append(unit);
            log.write(unit, 0);
        }
        log.log.close();
        for (Future<String> viewer : read) {
            assertThat(viewer.get(30, TimeUnit.SECONDS).equals(expected.toString()))
                    .isTrue();
        }
        assertThat(counts.ends).hasValue(viewers);
        assertThat(registry.get("millrace.delivery.jumps").counter().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSlowReaderJumpsSeesWholeUnitsAndKeepsNoMemory(boolean epoll) throws Exception {
        listen(1, epoll && Epoll.isAvailable(), LONG);
        long before = UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
        log.point("FLV", "p0;", "k0;", 0);
        Socket slow = connect();
        assertThat(slow.getInputStream().readNBytes(3)).asString().isEqualTo("FLV");
        int last = 500;
        for (int i = 1; i <= last; i++) {
            log.point("FLV", "p" + i + ";", "k" + i + ";" + "x".repeat(20_000) + ";", i * 100L);
            assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before)
                    .isLessThan(2 * LOG_BYTES);
        }
        log.log.close();
        String all = readAll(slow).get(30, TimeUnit.SECONDS);
        String[] units = all.split(";");
        assertThat(units[0]).isEqualTo("p0");
        assertThat(units[units.length - 2]).isEqualTo("k" + last);
        assertThat(all.length()).isLessThan(last * 10_000);
        assertThat(registry.get("millrace.delivery.jumps").counter().count()).isPositive();
        for (String unit : units) {
            assertThat(unit.matches("p\\d+|k\\d+|x{20000}")).isTrue();
        }
    }

    @Test
    void aReaderThatReadsNothingIsClosedAndTheOthersAreNot() throws Exception {
        listen(2, Epoll.isAvailable(), Duration.ofMillis(500));
        log.point("FLV", "meta;", "key;", 0);
        try (Socket stuck = connect()) {
            Future<String> good = readAll(connect());
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            for (int i = 1; counts.stuck.get() == 0 && System.nanoTime() < deadline; i++) {
                log.point("FLV", "meta;", "k".repeat(10_000) + ";", i * 20L);
                Thread.yield();
            }
            log.log.close();
            assertThat(good.get(30, TimeUnit.SECONDS).endsWith("k;")).isTrue();
            assertThat(counts.stuck).hasValue(1);
            assertThat(counts.ends).hasValue(1);
            // The kernel has thrown away what was still on its way to it.
            assertThatThrownBy(() -> stuck.getInputStream().readAllBytes()).isInstanceOf(SocketException.class);
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void theKernelTakesLittleForAReaderThatReadsNothing() throws Exception {
        sendBufferGrows = true;
        listen(2, true, LONG);
        log.point("FLV", "meta;", "key;", 0);
        try (Socket stuck = connect()) {
            Future<String> good = readAll(connect());
            assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 1; i <= 500; i++) {
                log.point("FLV", "meta;", "k".repeat(20_000) + ";", i * 100L);
                Thread.yield();
            }
            log.log.close();
            int taken = good.get(30, TimeUnit.SECONDS).length();
            double ofBoth = registry.get("millrace.delivery.bytes").counter().count();
            assertThat(ofBoth - taken).isLessThan(512 << 10);
            assertThat(stuck.isConnected()).isTrue();
        }
    }
}
