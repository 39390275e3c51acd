package io.millrace.controlplane.oss;

import io.millrace.auth.BucketAccess;
import io.millrace.auth.RequestAuthenticator;
import io.millrace.channel.ClusterChannels;
import io.millrace.storage.ObjectStore;
import java.time.InstantSource;

/**
 * What the OSS API works with; owned by the node.
 *
 * @param authenticator asks the bucket actors themselves, as what the API answers must be true now
 * @param maxChannels how many channels a bucket that is created here may have
 */
public record OssServices(
        ClusterChannels channels,
        ObjectStore store,
        RequestAuthenticator authenticator,
        BucketAccess access,
        PublicUrls urls,
        int maxChannels,
        InstantSource clock) {}
