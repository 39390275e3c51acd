/**
 * The Alibaba OSS API: LiveChannels, and of buckets and objects what a LiveChannel user needs. Turns requests into
 * questions to the actors and the object store, and their answers into OSS's XML. Knows no HTTP library.
 */
package io.millrace.controlplane.oss;
