/**
 * The origin role: takes streams in over RTMP, cuts them into segments, and gives them to edges over the relay. Meets
 * the other roles in messages and wire formats only.
 */
package io.millrace.origin;
