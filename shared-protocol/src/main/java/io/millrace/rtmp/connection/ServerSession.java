package io.millrace.rtmp.connection;

import io.millrace.rtmp.command.Answer;
import io.millrace.rtmp.command.Connect;
import io.millrace.rtmp.command.Replies;
import io.millrace.rtmp.command.RtmpCommand;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.millrace.rtmp.message.SetChunkSize;
import io.millrace.rtmp.message.SetPeerBandwidth;
import io.millrace.rtmp.message.WindowAcknowledgementSize;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's end of one connection: its connect, its message streams' commands and media, and its end. */
final class ServerSession extends SimpleChannelInboundHandler<RawMessage> {
    private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

    private final Output output;
    private final MergedReads reads;
    private final RtmpConnectionSettings settings;
    private final ServerStreams streams;
    private final ListenerMetrics metrics;
    private final ReceivedBytes received;
    private final ConnectHandler connects;
    private final EarlyMessages early;
    private ChannelHandlerContext context;
    private boolean connecting;
    private boolean connected;
    private boolean letIn;
    private boolean closing;
    private boolean reconnectRequested;

    ServerSession(
            Output output,
            MergedReads reads,
            ReceivedBytes received,
            RtmpConnectionSettings settings,
            RtmpHandlers handlers,
            ListenerMetrics metrics) {
        this.output = output;
        this.reads = reads;
        this.received = received;
        this.settings = settings;
        this.metrics = metrics;
        this.connects = handlers.connect();
        this.early = new EarlyMessages(settings.maxUnfinishedBytes());
        this.streams = new ServerStreams(this, output, settings, handlers);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private Object remote() {
        Object peer = context.channel().attr(ConnectionGate.REMOTE).get();
        return peer == null ? context.channel().remoteAddress() : peer;
    }

    ChannelHandlerContext context() {
        return context;
    }

    /** The connection, once its connect has come. */
    Optional<ClientConnection> connection() {
        return streams.connection();
    }

    /** How the connection is read while it publishes. */
    MergedReads reads() {
        return reads;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, RawMessage message) {
        if (closing) {
            return;
        }
        if (connecting) {
            early.add(message);
        } else {
            onMessage(message);
        }
    }

    private void onMessage(RawMessage message) {
        if (closing) {
            return;
        }
        switch (message.typeId()) {
            case MessageType.COMMAND_AMF0, MessageType.COMMAND_AMF3 -> {
                RtmpMessage command = RtmpMessage.read(message.typeId(), message.payload(), settings.amfLimits());
                onCommand((CommandMessage) command, message.messageStreamId());
            }
            default -> streams.onMedia(message);
        }
    }

    private void onCommand(CommandMessage message, int messageStreamId) {
        RtmpCommand command = RtmpCommand.of(message);
        if (command instanceof Connect connect) {
            onConnect(message, connect);
        } else if (!connected && !(command instanceof Answer)) {
            throw new RtmpProtocolException("command before connect");
        } else {
            streams.onCommand(message, command, messageStreamId);
        }
    }

    private void onConnect(CommandMessage message, Connect connect) {
        if (connected || connecting) {
            output.write(Replies.error(
                            message.transactionId(),
                            "NetConnection.Connect.Rejected",
                            "This connection is connected already.")
                    .withAmf3(message.amf3()));
            return;
        }
        connecting = true;
        streams.connected(
                new PeerConnection(context.channel(), connect, settings.vhosts(), message.commandObject(), received));
        connects.onConnect(streams.connection().orElseThrow()).whenComplete((refusal, failure) -> {
            if (context.executor().inEventLoop()) {
                onConnectAnswered(message, connect, refusal, failure);
            } else {
                context.executor().execute(() -> onConnectAnswered(message, connect, refusal, failure));
            }
        });
    }

    private void onConnectAnswered(
            CommandMessage message, Connect connect, Optional<String> refusal, Throwable failure) {
        if (closing || !context.channel().isActive()) {
            return;
        }
        connecting = false;
        connected = true;
        if (failure != null) {
            log.error("It could not be decided whether {} may connect", remote(), failure);
        }
        if (failure != null || refusal.isPresent()) {
            String reason = failure == null ? refusal.get() : "It cannot be decided now whether you may connect.";
            output.write(Replies.error(message.transactionId(), "NetConnection.Connect.Rejected", reason)
                    .withAmf3(message.amf3()));
            output.flush();
            close(reason);
            return;
        }
        letIn = true;
        welcome(message, connect);
        connects.onConnected(streams.connection().orElseThrow());
        try {
            early.drainTo(this::onMessage);
        } catch (RuntimeException e) {
            context.pipeline().fireExceptionCaught(e);
        }
        output.flush();
    }

    private void welcome(CommandMessage message, Connect connect) {
        output.write(new WindowAcknowledgementSize(settings.windowAcknowledgementBytes()));
        output.write(new SetPeerBandwidth(settings.windowAcknowledgementBytes(), SetPeerBandwidth.Limit.DYNAMIC));
        output.write(new SetChunkSize(settings.outgoingChunkSize()));
        output.write(Replies.connected(message.transactionId(), connect).withAmf3(message.amf3()));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            fail("nothing received for " + settings.idleTimeout());
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        early.clear();
        streams.closeAll();
        if (letIn) {
            letIn = false;
            connects.onDisconnected(streams.connection().orElseThrow());
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        if (closing) {
            return;
        }
        switch (Failure.kindOf(thrown)) {
            case PEER -> fail(Failure.describe(thrown));
            case LOST -> {
                log.debug("RTMP connection of {} lost: {}", remote(), Failure.describe(thrown));
                context.close();
            }
            default -> {
                log.error("RTMP connection of {} failed", remote(), thrown);
                fail("internal error");
            }
        }
    }

    /** Ends the connection for something that the peer did, saying so if there is a way to. */
    void fail(String reason) {
        metrics.failed();
        if (connected) {
            output.write(Replies.onError("NetConnection.Connect.Closed", reason));
        }
        close(reason);
    }

    /** Ends the connection after what has been written; whatever still comes is discarded. */
    void close(String reason) {
        if (closing) {
            return;
        }
        if (connected) {
            log.info("RTMP connection of {} closed: {}", remote(), reason);
        } else {
            log.debug("RTMP connection of {} closed before connect: {}", remote(), reason);
        }
        end();
    }

    /** Ends the connection of a peer that was refused, which has been logged. */
    void closeRefused() {
        if (!closing) {
            end();
        }
    }

    private void end() {
        closing = true;
        early.clear();
        if (connected) {
            Shutdown.afterFlush(context.channel());
        } else {
            context.close();
        }
        streams.closeAll();
    }

    /** Asks the peer once to move to a new connection. */
    void requestReconnect(Optional<String> tcUrl, String description) {
        if (!reconnectRequested && !closing) {
            reconnectRequested = true;
            output.write(Replies.reconnectRequest(tcUrl, description));
            output.flush();
        }
    }
}
