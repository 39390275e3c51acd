package io.millrace.node;

import io.millrace.config.ConfigurationException;
import io.millrace.config.Settings;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;

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
            throw new ConfigurationException("millrace.transport: " + Settings.written(this)
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
}
