package io.millrace.controlplane.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.millrace.channel.Secret;
import java.io.IOException;
import java.util.stream.Collectors;

/** The API's JSON: times in ISO 8601, secrets readable only when they are sent here. Safe on any thread. */
public final class AdminJson {
    private final ObjectMapper mapper = mapper(new ToStringSerializer(Secret.class));
    private final ObjectMapper revealing = mapper(new SecretWriter());

    private static ObjectMapper mapper(JsonSerializer<?> secrets) {
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule().addSerializer(secrets).addDeserializer(Secret.class, new SecretReader()))
                .serializationInclusion(JsonInclude.Include.NON_ABSENT)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
    }

    /** @throws AdminException if that is no JSON */
    public JsonNode parse(byte[] body) {
        try {
            return mapper.readTree(body);
        } catch (IOException e) {
            throw AdminException.invalid("The body is no JSON.");
        }
    }

    /** @throws AdminException naming the member that does not fit */
    public <T> T read(JsonNode node, Class<T> type) {
        try {
            return mapper.treeToValue(node, type);
        } catch (JsonMappingException e) {
            String member = e.getPath().stream()
                    .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                    .collect(Collectors.joining("."));
            throw AdminException.invalid((member.isEmpty() ? "body" : member) + ": not what is expected there.");
        } catch (JsonProcessingException e) {
            throw AdminException.invalid("body: not what is expected there.");
        }
    }

    /**
     * Changes what a patch names, and leaves the rest, secrets included (JSON Merge Patch, RFC 7396).
     *
     * @throws AdminException naming the member that does not fit
     */
    public <T> T patched(T value, JsonNode patch, Class<T> type) {
        return read(merged(revealing.valueToTree(value), patch), type);
    }

    private JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode result = target.isObject() ? (ObjectNode) target : mapper.createObjectNode();
        patch.fields().forEachRemaining(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                result.set(change.getKey(), merged(result.path(change.getKey()), change.getValue()));
            }
        });
        return result;
    }

    public byte[] write(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of the API cannot be written", e);
        }
    }
}
