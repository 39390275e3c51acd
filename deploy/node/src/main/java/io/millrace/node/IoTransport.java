package io.millrace.node;

import io.millrace.config.ConfigurationException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.Locale;

/** How media sockets are read and written, as {@code millrace.transport} names it. */
enum IoTransport {
    /** The kernel's epoll where there is one, else NIO. */
    AUTO,
    EPOLL,
    IO_URING,
    NIO;

    /** What is used on this machine. @throws ConfigurationException if that is not to be had here */
    IoTransport resolve() {
        return switch (this) {
            case AUTO -> Epoll.isAvailable() ? EPOLL : NIO;
            case EPOLL -> available(Epoll.unavailabilityCause());
            case IO_URING -> available(IoUring.unavailabilityCause());
            case NIO -> NIO;
        };
    }

    private IoTransport available(Throwable cause) {
        if (cause != null) {
            throw new ConfigurationException(
                    "millrace.transport: " + name().toLowerCase(Locale.ROOT).replace('_', '-')
                            + " is not to be had on this machine (" + cause + "; expected: auto)");
        }
        return this;
    }

    /** Of a resolved one. */
    IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> EpollIoHandler.newFactory();
            case IO_URING -> IoUringIoHandler.newFactory();
            default -> NioIoHandler.newFactory();
        };
    }

    Class<? extends ServerChannel> serverChannel() {
        return switch (this) {
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
            default -> NioServerSocketChannel.class;
        };
    }

    Class<? extends SocketChannel> clientChannel() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
            default -> NioSocketChannel.class;
        };
    }
}
