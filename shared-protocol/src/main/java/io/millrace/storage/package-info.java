/**
 * The object store: where segments, playlists, pages of segment indexes and users' objects lie, by bucket and key.
 * Knows files and remote stores, but no channel and no actor.
 */
package io.millrace.storage;
