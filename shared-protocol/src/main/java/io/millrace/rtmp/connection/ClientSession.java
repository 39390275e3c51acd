package io.millrace.rtmp.connection;

import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfValue;
import io.millrace.rtmp.command.Requests;
import io.millrace.rtmp.handshake.HandshakeDone;
import io.millrace.rtmp.message.CommandMessage;
import io.millrace.rtmp.message.MessageType;
import io.millrace.rtmp.message.RawMessage;
import io.millrace.rtmp.message.RtmpMessage;
import io.millrace.rtmp.message.RtmpProtocolException;
import io.millrace.rtmp.message.SetChunkSize;
import io.millrace.rtmp.message.UserControl;
import io.millrace.rtmp.message.WindowAcknowledgementSize;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import java.util.Optional;

/** The client's end of a connection that plays one stream. Event loop only. */
final class ClientSession extends SimpleChannelInboundHandler<RawMessage> {
    private static final int CONNECT = 1;
    private static final int CREATE_STREAM = 2;
    private static final int BUFFER_MILLIS = 1000;

    private final PlayTarget target;
    private final RtmpConnectionSettings settings;
    private final RtmpPlayerListener listener;
    private final MediaReader media;
    private Output output;
    private ChannelHandlerContext context;
    private boolean over;

    ClientSession(PlayTarget target, RtmpConnectionSettings settings, RtmpPlayerListener listener) {
        this.target = target;
        this.settings = settings;
        this.listener = listener;
        this.media = new MediaReader(settings.amfLimits(), (kind, timestamp, payload) -> {
            if (!over) {
                listener.onMedia(kind, timestamp, payload);
            }
        });
    }

    void use(Output connection) {
        output = connection;
    }

    boolean isOver() {
        return over;
    }

    void close() {
        end(Optional.empty());
    }

    void connectFailed(Throwable cause) {
        end(Optional.of(cause));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (over) {
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HandshakeDone) {
            output.write(new SetChunkSize(settings.outgoingChunkSize()));
            output.write(Requests.connect(CONNECT, target.app(), target.tcUrl()));
            output.flush();
        } else if (event instanceof IdleStateEvent) {
            end(Optional.of(new RtmpProtocolException("nothing received for " + settings.idleTimeout())));
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, RawMessage message) {
        if (over) {
            return;
        }
        switch (message.typeId()) {
            case MessageType.COMMAND_AMF0, MessageType.COMMAND_AMF3 -> {
                RtmpMessage command = RtmpMessage.read(message.typeId(), message.payload(), settings.amfLimits());
                onCommand((CommandMessage) command);
            }
            default -> media.read(message);
        }
    }

    private void onCommand(CommandMessage message) {
        switch (message.name()) {
            case "_result" -> onResult((int) message.transactionId(), message.arguments());
            case "_error" -> refused(status(message.arguments()));
            case "onStatus" -> onStatus(message.arguments());
            default -> {
                // onBWDone, onFCSubscribe and kin need no answer.
            }
        }
    }

    private void onResult(int transaction, List<AmfValue> arguments) {
        if (transaction == CONNECT) {
            output.write(new WindowAcknowledgementSize(settings.windowAcknowledgementBytes()));
            output.write(Requests.createStream(CREATE_STREAM));
        } else if (transaction == CREATE_STREAM) {
            if (arguments.isEmpty() || !(arguments.get(0) instanceof AmfNumber id)) {
                throw new RtmpProtocolException("createStream was answered without a stream id");
            }
            int messageStreamId = (int) id.value();
            output.write(Requests.play(0, target.streamName()), messageStreamId);
            output.write(UserControl.bufferLength(messageStreamId, BUFFER_MILLIS));
        }
    }

    private void onStatus(List<AmfValue> arguments) {
        StreamStatus status = status(arguments);
        boolean isError = !arguments.isEmpty()
                && arguments.get(0) instanceof AmfProperties info
                && info.text("level").filter("error"::equals).isPresent();
        if (isError) {
            refused(status);
        } else {
            listener.onStatus(status);
        }
    }

    private void refused(StreamStatus status) {
        listener.onStatus(status);
        end(Optional.of(new RtmpRefusedException(status)));
    }

    private static StreamStatus status(List<AmfValue> arguments) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof AmfProperties info)) {
            return new StreamStatus("", "");
        }
        return new StreamStatus(
                info.text("code").orElse(""), info.text("description").orElse(""));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(Optional.empty());
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        end(Optional.of(thrown));
    }

    private void end(Optional<Throwable> cause) {
        if (!over) {
            over = true;
            if (context != null) {
                context.close();
            }
            listener.onClosed(cause);
        }
    }
}
