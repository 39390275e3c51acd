package io.millrace.rtmp.connection;

import io.millrace.amf.AmfLimits;
import io.millrace.rtmp.handshake.HandshakeDone;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.SetPeerBandwidth;
import io.millrace.rtmp.message.UserControl;
import io.millrace.rtmp.message.WindowAcknowledgementSize;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Sees to the protocol's own messages: windows, bandwidth, pings both ways. All others go on. */
final class ControlHandler extends ChannelInboundHandlerAdapter {
    private static final AmfLimits NO_AMF = new AmfLimits(0, 0);

    private final Output output;
    private final ReceivedBytes receivedBytes;
    private final Duration pingInterval;
    private int announcedWindow;
    private Future<?> pings;

    ControlHandler(Output output, ReceivedBytes receivedBytes, Duration pingInterval) {
        this.output = output;
        this.receivedBytes = receivedBytes;
        this.pingInterval = pingInterval;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HandshakeDone) {
            long started = System.nanoTime();
            long nanos = pingInterval.toNanos();
            pings = ctx.executor()
                    .scheduleAtFixedRate(() -> ping(System.nanoTime() - started), nanos, nanos, TimeUnit.NANOSECONDS);
        }
        ctx.fireUserEventTriggered(event);
    }

    private void ping(long ageNanos) {
        output.write(UserControl.pingRequest((int) TimeUnit.NANOSECONDS.toMillis(ageNanos)));
        output.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (pings != null) {
            pings.cancel(false);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        RawMessage message = (RawMessage) received;
        switch (message.typeId()) {
            case MessageType.ACKNOWLEDGEMENT,
                    MessageType.USER_CONTROL,
                    MessageType.WINDOW_ACKNOWLEDGEMENT_SIZE,
                    MessageType.SET_PEER_BANDWIDTH -> {
                try {
                    control(RtmpMessage.read(message.typeId(), message.payload(), NO_AMF));
                } finally {
                    message.release();
                }
            }
            default -> ctx.fireChannelRead(message);
        }
    }

    /** All answers to one read go out together, however many small messages it held. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        output.flush();
        ctx.fireChannelReadComplete();
    }

    private void control(RtmpMessage message) {
        if (message instanceof UserControl control && control.eventType() == UserControl.PING_REQUEST) {
            output.write(UserControl.pingResponse(control.value()));
        } else if (message instanceof WindowAcknowledgementSize window) {
            receivedBytes.window(window.bytes());
        } else if (message instanceof SetPeerBandwidth bandwidth && bandwidth.bytes() != announcedWindow) {
            announcedWindow = bandwidth.bytes();
            output.write(new WindowAcknowledgementSize(bandwidth.bytes()));
        }
    }
}
