package io.millrace.controlplane.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.millrace.channel.Secret;
import java.io.IOException;

/** Reads a secret from a text. */
final class SecretReader extends StdDeserializer<Secret> {
    private static final long serialVersionUID = 1L;

    SecretReader() {
        super(Secret.class);
    }

    @Override
    public Secret deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = parser.getValueAsString();
        try {
            return new Secret(text);
        } catch (IllegalArgumentException e) {
            throw context.instantiationException(Secret.class, e.getMessage());
        }
    }
}
