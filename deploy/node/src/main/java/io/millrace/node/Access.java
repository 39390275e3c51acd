package io.millrace.node;

import io.millrace.auth.AccessKey;
import io.millrace.auth.AccessKeyFile;
import io.millrace.auth.AccessKeys;
import io.millrace.auth.AccessSettings;
import io.millrace.auth.BucketAccess;
import io.millrace.auth.Buckets;
import io.millrace.auth.CachedBuckets;
import io.millrace.auth.ClusterBuckets;
import io.millrace.auth.ClusterObjectAccess;
import io.millrace.auth.ClusterStreamAccess;
import io.millrace.auth.ConfiguredAccessKeys;
import io.millrace.auth.LiveRights;
import io.millrace.auth.LocalAddresses;
import io.millrace.auth.ObjectAccess;
import io.millrace.auth.RequestAuthenticator;
import io.millrace.auth.StreamAccess;
import io.millrace.channel.ClusterChannels;
import io.millrace.token.ClusterTokens;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How this node decides on access.
 *
 * @param own the key that this node made for itself at its first start
 * @param tokens what this node knows of the cluster's tokens
 */
record Access(
        AccessSettings settings,
        AccessKey own,
        AccessKeys keys,
        Buckets buckets,
        RequestAuthenticator authenticator,
        BucketAccess rules,
        LiveRights rights,
        StreamAccess streams,
        ObjectAccess objects,
        ClusterTokens tokens) {
    private static final String KEY_FILE = "access-key";

    static Access of(
            AccessSettings settings, Path data, ClusterChannels channels, ClusterTokens tokens, InstantSource clock) {
        AccessKey own = AccessKeyFile.readOrCreate(data.resolve(KEY_FILE));
        List<AccessKey> all = new ArrayList<>(settings.keys());
        all.add(own);
        AccessKeys keys = new ConfiguredAccessKeys(all);
        Buckets buckets = new CachedBuckets(new ClusterBuckets(channels, settings.answerTimeout()), settings);
        BucketAccess access = new BucketAccess(tokens, new LocalAddresses(clock), settings.maxCachedBuckets(), clock);
        RequestAuthenticator authenticator = new RequestAuthenticator(keys, buckets, settings, clock);
        return new Access(
                settings,
                own,
                keys,
                buckets,
                authenticator,
                access,
                new LiveRights(tokens, clock),
                new ClusterStreamAccess(keys, buckets, access, settings, clock),
                new ClusterObjectAccess(authenticator, buckets, access),
                tokens);
    }
}
