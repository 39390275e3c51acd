package io.millrace.controlplane.oss;

import io.millrace.channel.BucketCommand;
import io.millrace.channel.BucketReply;
import io.millrace.channel.ChannelCommand;
import io.millrace.channel.ChannelId;
import io.millrace.channel.ChannelReply;
import io.millrace.channel.ChannelStatus;
import io.millrace.controlplane.Actors;
import java.util.concurrent.CompletionStage;

/** The operations on LiveChannels. Each checks its arguments first, then asks the actors. */
final class ChannelOperations {
    private final Actors actors;
    private final ChannelDocuments documents;
    private final int maxDocumentBytes;

    ChannelOperations(Actors actors, PublicUrls urls, int maxDocumentBytes) {
        this.actors = actors;
        this.documents = new ChannelDocuments(urls);
        this.maxDocumentBytes = maxDocumentBytes;
    }

    CompletionStage<OssResponse> put(OssRequest request, String bucket, String name) {
        ChannelId id = Names.channel(bucket, name);
        boolean onlyIfAbsent = request.header("x-oss-forbid-overwrite")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        return request.body()
                .read(maxDocumentBytes)
                .thenApply(body -> ChannelConfiguration.parse(ContentMd5.check(request, body)))
                .thenCompose(wanted -> put(id, wanted, onlyIfAbsent));
    }

    private CompletionStage<OssResponse> put(ChannelId id, ChannelConfiguration wanted, boolean onlyIfAbsent) {
        CompletionStage<BucketReply.ChannelPut> reply = actors.bucket(
                id.bucket(),
                replyTo -> new BucketCommand.PutChannel(
                        id.channel(), wanted.config(), wanted.status(), onlyIfAbsent, replyTo));
        return reply.thenApply(put -> {
            if (put instanceof BucketReply.Done) {
                return OssResponse.xml(
                        200,
                        documents.created(
                                id.bucket(), id.channel(), wanted.config().playlistName()));
            }
            throw refusal(id.bucket(), put);
        });
    }

    CompletionStage<OssResponse> putStatus(OssRequest request, String bucket, String name) {
        ChannelId id = Names.channel(bucket, name);
        ChannelStatus status = request.parameter("status")
                .flatMap(ChannelStatusText::parse)
                .orElseThrow(() -> OssErrors.invalidArgument("status must be enabled or disabled.", "0017-00000255"));
        CompletionStage<BucketReply.ChannelStatusSet> reply =
                actors.bucket(bucket, replyTo -> new BucketCommand.SetChannelStatus(id.channel(), status, replyTo));
        return reply.thenApply(set -> {
            if (set instanceof BucketReply.Done) {
                return OssResponse.empty(200);
            }
            throw refusal(bucket, set);
        });
    }

    CompletionStage<OssResponse> delete(String bucket, String name) {
        ChannelId id = Names.channel(bucket, name);
        CompletionStage<BucketReply.ChannelDeletion> reply =
                actors.bucket(bucket, replyTo -> new BucketCommand.DeleteChannel(id.channel(), replyTo));
        return reply.thenApply(deleted -> {
            if (deleted instanceof BucketReply.Done) {
                return OssResponse.empty(204);
            }
            throw refusal(bucket, deleted);
        });
    }

    CompletionStage<OssResponse> get(OssRequest request, String bucket, String name) {
        ChannelId id = Names.channel(bucket, name);
        String component = request.parameter("comp").orElse("");
        return switch (component) {
            case "" -> info(id);
            case "stat" -> stat(id);
            case "history" -> history(id);
            default -> throw OssErrors.invalidArgument("comp must be stat or history.", "");
        };
    }

    private CompletionStage<OssResponse> info(ChannelId id) {
        CompletionStage<ChannelReply.Description> reply = actors.channel(id, ChannelCommand.Describe::new);
        return reply.thenApply(description -> {
            if (description instanceof ChannelReply.Described described) {
                return OssResponse.xml(200, documents.info(described));
            }
            throw OssErrors.noSuchLiveChannel();
        });
    }

    private CompletionStage<OssResponse> stat(ChannelId id) {
        CompletionStage<ChannelReply.Stat> reply = actors.channel(id, ChannelCommand.GetStatus::new);
        return reply.thenApply(stat -> {
            if (stat instanceof ChannelReply.Status status) {
                return OssResponse.xml(200, documents.stat(status));
            }
            throw OssErrors.noSuchLiveChannel();
        });
    }

    private CompletionStage<OssResponse> history(ChannelId id) {
        CompletionStage<ChannelReply.History> reply = actors.channel(id, ChannelCommand.GetHistory::new);
        return reply.thenApply(history -> {
            if (history instanceof ChannelReply.Sessions sessions) {
                return OssResponse.xml(200, documents.history(sessions));
            }
            throw OssErrors.noSuchLiveChannel();
        });
    }

    CompletionStage<OssResponse> list(OssRequest request, String bucket) {
        ListArguments arguments = ListArguments.of(request, "marker");
        CompletionStage<BucketReply.ChannelList> reply = actors.bucket(
                bucket,
                replyTo -> new BucketCommand.ListChannels(
                        arguments.prefix(), arguments.marker(), arguments.maxKeys(), replyTo));
        return reply.thenApply(list -> {
            if (list instanceof BucketReply.ChannelPage page) {
                return OssResponse.xml(
                        200, documents.list(bucket, arguments.prefix(), arguments.marker(), arguments.maxKeys(), page));
            }
            throw OssErrors.noSuchBucket(bucket);
        });
    }

    private static OssException refusal(String bucket, BucketReply reply) {
        if (reply instanceof BucketReply.NoSuchBucket) {
            return OssErrors.noSuchBucket(bucket);
        }
        if (reply instanceof BucketReply.UnknownChannel) {
            return OssErrors.noSuchLiveChannel();
        }
        if (reply instanceof BucketReply.ChannelLive) {
            return OssErrors.channelStillLive();
        }
        if (reply instanceof BucketReply.ChannelExists) {
            return OssErrors.channelAlreadyExists();
        }
        return reply instanceof BucketReply.TooManyChannels full
                ? OssErrors.tooManyChannels(full.limit())
                : OssErrors.unavailable();
    }
}
