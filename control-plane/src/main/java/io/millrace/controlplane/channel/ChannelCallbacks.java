package io.millrace.controlplane.channel;

import io.millrace.channel.ChannelFact;
import io.millrace.channel.ChannelId;
import io.millrace.channel.DeliveryCommand;
import java.time.Duration;
import java.util.List;

/** The way of a channel's facts to whoever wants to be told of them; must not block. */
public interface ChannelCallbacks {
    /** For a control plane without callbacks. */
    ChannelCallbacks NONE = new ChannelCallbacks() {
        @Override
        public boolean mayWant(String bucket, List<ChannelFact> facts) {
            return false;
        }

        @Override
        public void deliver(ChannelId channel, DeliveryCommand.Take take) {}

        @Override
        public void tellListeners(ChannelId channel, List<ChannelFact> facts) {}

        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }
    };

    /** Whether somebody wants such facts of the bucket's channels, as far as is known at once; in doubt true. */
    boolean mayWant(String bucket, List<ChannelFact> facts);

    /** Sends the channel's delivery a message. */
    void deliver(ChannelId channel, DeliveryCommand.Take take);

    /** Tells those within this process. */
    void tellListeners(ChannelId channel, List<ChannelFact> facts);

    /** How long the delivery may take to answer. */
    Duration patience();
}
