/**
 * The Bucket actors, each the ordered directory of one bucket's channels with its access rule and settings, and the
 * BucketIndex actor, which lists the buckets. What happens to a channel is decided by its own actor, which a Bucket asks
 * before it enters anything.
 */
package io.millrace.controlplane.bucket;
