/**
 * The live frames of the channels that are published to this origin: one feed per session, written by the publisher's
 * event loop, and the registry by which the relay finds it. Knows no actor.
 */
package io.millrace.origin.feed;
