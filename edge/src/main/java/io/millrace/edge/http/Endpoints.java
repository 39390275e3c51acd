package io.millrace.edge.http;

/** What serves the requests that were let in; shared by all connections. */
record Endpoints(HttpAnswers answers, LiveStreams live, LivePlaylists playlists, StoredObjects objects) {}
