package io.millrace.controlplane.bucket;

import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketCommand.CreateBucket;
import io.millrace.channel.BucketCommand.DeleteBucket;
import io.millrace.channel.BucketCommand.DeleteChannel;
import io.millrace.channel.BucketCommand.PutChannel;
import io.millrace.channel.BucketCommand.SetChannelStatus;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketReply.ChannelEntry;
import io.millrace.channel.BucketReply.Done;
import io.millrace.channel.BucketReply.NoSuchBucket;
import io.millrace.channel.BucketReply.Unavailable;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelConfig;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelMessage;
import io.millrace.channel.ChannelReply;
import io.millrace.controlplane.bucket.BucketEvent.ChannelEntered;
import io.millrace.controlplane.bucket.BucketEvent.ChannelRemoved;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The steps by which a change of one channel is made: ask the channel, then enter what it answered. A channel that is
 * not in the directory though it exists, as after a crash between the two, is entered as it describes itself.
 */
final class ChannelChanges {
    private final String bucket;
    private final BucketServices services;

    sealed interface Step {}

    /** Wait for another actor. */
    record Ask(CompletionStage<? extends ChannelMessage> answer) implements Step {}

    /** Persist, then answer. */
    record Finish(List<BucketEvent> events, Runnable reply) implements Step {}

    ChannelChanges(String bucket, BucketServices services) {
        this.bucket = bucket;
        this.services = services;
    }

    /** The channel that a command changes; empty if it changes the bucket itself. */
    static Optional<String> channelOf(BucketCommand command) {
        if (command instanceof PutChannel put) {
            return Optional.of(put.channel());
        }
        if (command instanceof SetChannelStatus set) {
            return Optional.of(set.channel());
        }
        return command instanceof DeleteChannel delete ? Optional.of(delete.channel()) : Optional.empty();
    }

    /** Answers that the change cannot be made now. */
    static void unavailable(BucketCommand command) {
        if (command instanceof PutChannel put) {
            put.replyTo().tell(new Unavailable());
        } else if (command instanceof SetChannelStatus set) {
            set.replyTo().tell(new Unavailable());
        } else if (command instanceof DeleteChannel delete) {
            delete.replyTo().tell(new Unavailable());
        } else if (command instanceof CreateBucket create) {
            create.replyTo().tell(new Unavailable());
        } else if (command instanceof DeleteBucket delete) {
            delete.replyTo().tell(new Unavailable());
        } else {
            throw new AssertionError(command);
        }
    }

    /** @param running how many channels are being changed, this one among them */
    Step begin(BucketState state, BucketCommand command, int running) {
        if (command instanceof PutChannel put) {
            return beginPut(state, put, running);
        }
        if (command instanceof SetChannelStatus set) {
            if (!state.exists()) {
                return answer(() -> set.replyTo().tell(new NoSuchBucket(bucket)));
            }
            if (!ChannelId.isValidChannelName(set.channel())) {
                return answer(() -> set.replyTo().tell(new BucketReply.UnknownChannel()));
            }
            return new Ask(services.<ChannelReply.StatusSet>askChannel(
                    id(set.channel()), replyTo -> new ChannelCommand.SetStatus(set.status(), replyTo)));
        }
        DeleteChannel delete = (DeleteChannel) command;
        if (!state.exists()) {
            return answer(() -> delete.replyTo().tell(new NoSuchBucket(bucket)));
        }
        if (!ChannelId.isValidChannelName(delete.channel())) {
            return answer(() -> delete.replyTo().tell(new Done()));
        }
        return new Ask(services.<ChannelReply.Deletion>askChannel(id(delete.channel()), ChannelCommand.Delete::new));
    }

    private Step beginPut(BucketState state, PutChannel put, int running) {
        if (!state.exists()) {
            return answer(() -> put.replyTo().tell(new NoSuchBucket(bucket)));
        }
        boolean known = state.channels().find(put.channel()).isPresent();
        if (known && put.onlyIfAbsent()) {
            return answer(() -> put.replyTo().tell(new BucketReply.ChannelExists()));
        }
        int limit = state.profile().orElseThrow().settings().maxChannels();
        if (!known && state.channels().size() + running > limit) {
            return answer(() -> put.replyTo().tell(new BucketReply.TooManyChannels(limit)));
        }
        return new Ask(services.<ChannelReply.Configured>askChannel(
                id(put.channel()),
                replyTo -> new ChannelCommand.Configure(put.config(), put.status(), put.onlyIfAbsent(), replyTo)));
    }

    /** Goes on with what the channel has answered. */
    Step go(BucketState state, BucketCommand command, ChannelMessage reply) {
        if (command instanceof PutChannel put) {
            return goPut(put, reply);
        }
        if (command instanceof SetChannelStatus set) {
            return goSet(state, set, reply);
        }
        return goDelete(state, (DeleteChannel) command, reply);
    }

    private Step goPut(PutChannel put, ChannelMessage reply) {
        if (reply instanceof ChannelReply.Done done) {
            return new Finish(List.of(new ChannelEntered(entry(put, done.at()))), () -> put.replyTo()
                    .tell(new Done()));
        }
        if (reply instanceof ChannelReply.StillLive) {
            return answer(() -> put.replyTo().tell(new BucketReply.ChannelLive()));
        }
        if (reply instanceof ChannelReply.Described described) {
            return new Finish(List.of(new ChannelEntered(entry(put.channel(), described))), () -> put.replyTo()
                    .tell(new BucketReply.ChannelExists()));
        }
        if (reply instanceof ChannelReply.AlreadyExists) {
            return describe(put.channel());
        }
        return answer(() -> put.replyTo().tell(new Unavailable()));
    }

    private Step goSet(BucketState state, SetChannelStatus set, ChannelMessage reply) {
        Runnable done = () -> set.replyTo().tell(new Done());
        if (reply instanceof ChannelReply.Described described) {
            return new Finish(List.of(new ChannelEntered(entry(set.channel(), described))), done);
        }
        Optional<ChannelEntry> known = state.channels().find(set.channel());
        if (reply instanceof ChannelReply.NoSuchChannel) {
            return new Finish(
                    removal(state, set.channel()), () -> set.replyTo().tell(new BucketReply.UnknownChannel()));
        }
        if (known.isEmpty()) {
            return describe(set.channel());
        }
        ChannelEntry before = known.get();
        Instant at = ((ChannelReply.Done) reply).at();
        ChannelEntry after =
                new ChannelEntry(before.name(), before.description(), set.status(), at, before.playlistName());
        return new Finish(after.equals(before) ? List.of() : List.of(new ChannelEntered(after)), done);
    }

    private Step goDelete(BucketState state, DeleteChannel delete, ChannelMessage reply) {
        if (reply instanceof ChannelReply.StillLive) {
            return answer(() -> delete.replyTo().tell(new BucketReply.ChannelLive()));
        }
        return new Finish(
                removal(state, delete.channel()), () -> delete.replyTo().tell(new Done()));
    }

    private static List<BucketEvent> removal(BucketState state, String channel) {
        return state.channels().find(channel).isPresent() ? List.of(new ChannelRemoved(channel)) : List.of();
    }

    private Step describe(String channel) {
        return new Ask(services.<ChannelReply.Description>askChannel(id(channel), ChannelCommand.Describe::new));
    }

    private static Step answer(Runnable reply) {
        return new Finish(List.of(), reply);
    }

    private static ChannelEntry entry(PutChannel put, Instant at) {
        ChannelConfig config = put.config();
        return new ChannelEntry(put.channel(), config.description(), put.status(), at, config.playlistName());
    }

    private static ChannelEntry entry(String channel, ChannelReply.Described described) {
        ChannelConfig config = described.config();
        return new ChannelEntry(
                channel, config.description(), described.status(), described.lastModified(), config.playlistName());
    }

    private ChannelId id(String channel) {
        return new ChannelId(bucket, channel);
    }
}
