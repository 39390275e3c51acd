package io.millrace.controlplane.oss;

import io.millrace.auth.AccessKey;
import io.millrace.auth.Authentication;
import io.millrace.auth.BucketAccess;
import io.millrace.auth.HttpObjectRequest;
import io.millrace.auth.ObjectAddress;
import io.millrace.auth.RequestAuthenticator;
import io.millrace.auth.Subresources;
import io.millrace.channel.BucketReply.Bucket;
import io.millrace.controlplane.Actors;
import io.millrace.rtmp.address.Parameter;
import io.millrace.storage.ObjectStoreException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to the OSS API: finds out who asks and what for, in that order, and hands the request to the operation.
 * Safe on any thread; never blocks.
 */
public final class OssApi {
    private static final Logger LOG = LoggerFactory.getLogger(OssApi.class);
    private static final Set<String> BUCKET_SUBRESOURCES = Set.of("continuation-token");
    private static final Set<String> OBJECT_SUBRESOURCES = Set.of(
            "x-oss-process",
            "x-oss-traffic-limit",
            "x-oss-request-payer",
            "security-token",
            "response-content-type",
            "response-content-language",
            "response-expires",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding");

    private final RequestAuthenticator authenticator;
    private final BucketAccess access;
    private final Actors actors;
    private final ChannelOperations channels;
    private final VodOperations vod;
    private final BucketOperations buckets;
    private final ObjectOperations objects;
    private final ListOperations lists;

    public OssApi(OssServices services, OssSettings settings) {
        this.authenticator = services.authenticator();
        this.access = services.access();
        this.actors = new Actors(services.channels(), settings.answerTimeout());
        this.channels = new ChannelOperations(actors, services.urls(), settings.maxDocumentBytes());
        this.vod = new VodOperations(
                new SegmentSearch(actors, services.store(), settings.maxVodSegments()), services.store());
        ObjectLister lister = new ObjectLister(services.store());
        this.buckets = new BucketOperations(actors, lister, services.urls(), services.maxChannels());
        this.objects = new ObjectOperations(
                services.store(), new Playlists(actors, settings.playlistGrace(), services.clock()), settings);
        this.lists = new ListOperations(lister);
    }

    /** The stage never fails. */
    public CompletionStage<OssResponse> handle(OssRequest request) {
        return guarded(() -> authenticate(request.readings(), 0).thenCompose(who -> handle(request, who)))
                .exceptionally(failure -> ErrorDocument.answer(request, error(request, failure)));
    }

    private CompletionStage<Authentication> authenticate(List<HttpObjectRequest> readings, int index) {
        return authenticator.authenticate(readings.get(index)).thenCompose(who -> {
            boolean mismatch = who instanceof Authentication.Failed failed
                    && failed.failure().code().equals("SignatureDoesNotMatch");
            return mismatch && index + 1 < readings.size()
                    ? authenticate(readings, index + 1)
                    : CompletableFuture.completedFuture(who);
        });
    }

    private interface Step {
        CompletionStage<OssResponse> run();
    }

    private static CompletionStage<OssResponse> guarded(Step step) {
        try {
            return step.run();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static OssError error(OssRequest request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof OssException refused) {
            return refused.error();
        }
        if (cause instanceof RequestBodyException unreadable) {
            return OssErrors.of(unreadable.reason()).error();
        }
        if (cause instanceof TimeoutException || cause instanceof ObjectStoreException) {
            LOG.warn("API request {} cannot be served now: {}", request.id(), cause.toString());
            return OssErrors.unavailable().error();
        }
        LOG.error("API request {} failed", request.id(), cause);
        return OssErrors.internal().error();
    }

    private CompletionStage<OssResponse> handle(OssRequest request, Authentication who) {
        if (who instanceof Authentication.Failed failed) {
            throw OssErrors.of(failed.failure());
        }
        if (who instanceof Authentication.Signed signed) {
            return handleSigned(request, signed);
        }
        return handleAnonymous(request, ((Authentication.Anonymous) who).candidates(), 0);
    }

    private CompletionStage<OssResponse> handleSigned(OssRequest request, Authentication.Signed signed) {
        String name = signed.address().bucket();
        String key = signed.address().key();
        if (name.isEmpty()) {
            return service(request);
        }
        if (key.isEmpty() && isPlain(request) && request.method().equals("PUT")) {
            return buckets.put(request, name);
        }
        return actors.find(name).thenCompose(found -> {
            Bucket bucket = found.orElseThrow(() -> OssErrors.noSuchBucket(name));
            if (signed.presigned() && isRead(request) && access.refusesReader(bucket, request.http())) {
                throw OssErrors.accessDenied("The bucket refuses the network or web site that the request comes from.");
            }
            return key.isEmpty()
                    ? bucket(request, bucket)
                    : object(request, name, key, Optional.of(signed.key()), signed.presigned());
        });
    }

    private CompletionStage<OssResponse> service(OssRequest request) {
        if (!request.method().equals("GET")) {
            throw OssErrors.methodNotAllowed(request.method());
        }
        return buckets.list(request);
    }

    private CompletionStage<OssResponse> bucket(OssRequest request, Bucket bucket) {
        if (request.has("live")) {
            return channelWithoutName(request, bucket.name());
        }
        if (request.has("vod")) {
            return vod(request, bucket.name(), "");
        }
        if (request.has("acl")) {
            return switch (request.method()) {
                case "GET" -> buckets.acl(bucket);
                case "PUT" -> buckets.putAcl(request, bucket);
                default -> throw OssErrors.methodNotAllowed(request.method());
            };
        }
        if (request.method().equals("GET") && request.has("bucketInfo")) {
            return buckets.info(bucket);
        }
        if (request.method().equals("GET") && request.has("location")) {
            return buckets.location();
        }
        refuseOthers(request, BUCKET_SUBRESOURCES);
        return switch (request.method()) {
            case "GET" -> lists.list(request, bucket.name());
            case "HEAD" -> CompletableFuture.completedFuture(OssResponse.empty(200));
            case "DELETE" -> buckets.delete(bucket);
            default -> throw OssErrors.methodNotAllowed(request.method());
        };
    }

    /** Without a name a GET lists; anything else, above all a DELETE, is for a channel whose name has been forgotten. */
    private CompletionStage<OssResponse> channelWithoutName(OssRequest request, String bucket) {
        if (request.method().equals("GET") && !request.has("comp")) {
            return channels.list(request, bucket);
        }
        throw Names.noChannelName();
    }

    private CompletionStage<OssResponse> object(
            OssRequest request, String bucket, String key, Optional<AccessKey> signer, boolean presigned) {
        if (request.has("live")) {
            return channel(request, bucket, key);
        }
        if (request.has("vod")) {
            return vod(request, bucket, key);
        }
        refuseOthers(request, OBJECT_SUBRESOURCES);
        return switch (request.method()) {
            case "GET", "HEAD" -> objects.get(request, bucket, key, signer, presigned);
            case "PUT" -> objects.put(request, bucket, key);
            case "DELETE" -> objects.delete(bucket, key);
            default -> throw OssErrors.methodNotAllowed(request.method());
        };
    }

    private CompletionStage<OssResponse> channel(OssRequest request, String bucket, String name) {
        return switch (request.method()) {
            case "PUT" ->
                request.has("status") ? channels.putStatus(request, bucket, name) : channels.put(request, bucket, name);
            case "GET" -> channels.get(request, bucket, name);
            case "DELETE" -> channels.delete(bucket, name);
            default -> throw OssErrors.methodNotAllowed(request.method());
        };
    }

    private CompletionStage<OssResponse> vod(OssRequest request, String bucket, String key) {
        return switch (request.method()) {
            case "POST" -> vod.post(request, bucket, key);
            case "GET" -> vod.get(request, bucket, key);
            default -> throw OssErrors.methodNotAllowed(request.method());
        };
    }

    /** Reading objects of a public bucket is all that is done for strangers. */
    private CompletionStage<OssResponse> handleAnonymous(
            OssRequest request, List<ObjectAddress> candidates, int index) {
        if (!isRead(request) || !isPlain(request)) {
            throw OssErrors.anonymous();
        }
        if (index == candidates.size()) {
            String name = candidates.isEmpty() ? "" : candidates.get(0).bucket();
            throw name.isEmpty() ? OssErrors.anonymous() : OssErrors.noSuchBucket(name);
        }
        ObjectAddress address = candidates.get(index);
        if (address.bucket().isEmpty()) {
            return handleAnonymous(request, candidates, index + 1);
        }
        return actors.find(address.bucket()).thenCompose(found -> {
            if (found.isEmpty()) {
                return handleAnonymous(request, candidates, index + 1);
            }
            if (address.key().isEmpty()) {
                throw OssErrors.anonymous();
            }
            if (!access.allowsRead(found.get(), address.key(), request.http())) {
                throw OssErrors.accessDenied("You have no right to access this object because of bucket acl.");
            }
            return object(request, address.bucket(), address.key(), Optional.empty(), false);
        });
    }

    private static boolean isRead(OssRequest request) {
        return request.method().equals("GET") || request.method().equals("HEAD");
    }

    /** Whether a request is about a bucket or object itself. */
    private static boolean isPlain(OssRequest request) {
        return request.target().parameters().stream()
                .map(Parameter::name)
                .noneMatch(name -> Subresources.contains(name)
                        && !BUCKET_SUBRESOURCES.contains(name)
                        && !OBJECT_SUBRESOURCES.contains(name));
    }

    /** A request about something that Millrace does not have must not be taken for one about the object itself. */
    private static void refuseOthers(OssRequest request, Set<String> known) {
        request.target().parameters().stream()
                .map(Parameter::name)
                .filter(name -> Subresources.contains(name) && !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw OssErrors.notImplemented(name);
                });
    }
}
