/**
 * Taking publishers in: the access decision, and one actor per publish that begins the session at the channel's actor,
 * renews it, enters its segments and ends it. Media never pass through here, only finished segments.
 */
package io.millrace.origin.publish;
