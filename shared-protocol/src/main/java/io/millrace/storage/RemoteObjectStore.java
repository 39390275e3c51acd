package io.millrace.storage;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A store on other machines, whose objects are read from files into which they were fetched before. */
public interface RemoteObjectStore extends ObjectStore {
    /**
     * Fetches an object's content into a file.
     *
     * @param target a file that does not exist; if there is no such object or the stage fails, it still does not
     */
    CompletionStage<Optional<ObjectInfo>> download(String bucket, String key, Path target);
}
