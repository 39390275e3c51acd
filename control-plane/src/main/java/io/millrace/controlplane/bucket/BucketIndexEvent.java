package io.millrace.controlplane.bucket;

import io.millrace.controlplane.persistence.Persistent;

/** What has happened to the list of buckets. This file is a file format, as {@link BucketEvent} is. */
sealed interface BucketIndexEvent extends Persistent {

    record BucketAdded(String name) implements BucketIndexEvent {}

    record BucketRemoved(String name) implements BucketIndexEvent {}
}
