package io.millrace.edge.http;

/** What finds out what requests want and serves those that were let in; shared by all connections. */
record Endpoints(
        Clients clients,
        Mounts mounts,
        HttpAnswers answers,
        LiveStreams live,
        LivePlaylists playlists,
        StoredObjects objects,
        PlayerCallbacks callbacks) {}
