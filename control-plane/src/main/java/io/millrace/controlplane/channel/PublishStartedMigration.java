package io.millrace.controlplane.channel;

import akka.serialization.jackson.JacksonMigration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Version 1 did not say whether the live window goes on: it always did. Version 2 did not say whether the session resumes
 * the one before: none did.
 */
public final class PublishStartedMigration extends JacksonMigration {
    @Override
    public int currentVersion() {
        return 3;
    }

    @Override
    public JsonNode transform(int fromVersion, JsonNode json) {
        if (fromVersion < 2) {
            ((ObjectNode) json).put("continuesWindow", true);
        }
        if (fromVersion < 3) {
            ((ObjectNode) json).put("resumes", false);
        }
        return json;
    }
}
