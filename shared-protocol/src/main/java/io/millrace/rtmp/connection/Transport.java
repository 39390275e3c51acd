package io.millrace.rtmp.connection;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** Which channels go with which event loops. */
public final class Transport {
    private Transport() {}

    /** Of listening sockets. */
    public static Class<? extends ServerSocketChannel> serverChannel(EventLoopGroup group) {
        if (isOf(group, EpollIoHandler.class)) {
            return EpollServerSocketChannel.class;
        }
        return isOf(group, IoUringIoHandler.class) ? IoUringServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Of connecting sockets. */
    public static Class<? extends SocketChannel> clientChannel(EventLoopGroup group) {
        if (isOf(group, EpollIoHandler.class)) {
            return EpollSocketChannel.class;
        }
        return isOf(group, IoUringIoHandler.class) ? IoUringSocketChannel.class : NioSocketChannel.class;
    }

    private static boolean isOf(EventLoopGroup group, Class<? extends IoHandler> handler) {
        return group instanceof IoEventLoopGroup io && io.isIoType(handler);
    }
}
