package io.millrace.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.channel.AddressRules;
import io.millrace.channel.BucketAcl;
import io.millrace.channel.BucketLimits;
import io.millrace.channel.BucketReply;
import io.millrace.channel.BucketSecurity;
import io.millrace.channel.BucketSettings;
import io.millrace.channel.DeliveryReply;
import io.millrace.channel.RefererRules;
import io.millrace.channel.Webhook;
import java.lang.reflect.RecordComponent;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code openapi.json} against the routes and against the records that bodies are read to and written from. Who adds
 * a route or a component of such a record enters it there.
 */
class OpenApiTest {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode document = OpenApiResource.read();

    private static List<Route> routes() {
        return AdminRoutes.of(null, null, null, null, InstantSource.system());
    }

    /** Method and path of each operation, and whether it needs no access key. */
    private Map<String, Boolean> operations() {
        Map<String, Boolean> operations = new TreeMap<>();
        document.path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        JsonNode security = operation.getValue().path("security");
                        operations.put(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT) + ' ' + path.getKey(),
                                security.isArray() && security.isEmpty());
                    }
                }));
        return operations;
    }

    @Test
    void everyRouteIsInTheDocumentAndNothingElse() {
        Map<String, Boolean> expected = new TreeMap<>();
        routes().forEach(route -> expected.put(route.method() + ' ' + route.template(), route.open()));
        assertThat(operations()).isEqualTo(expected);
    }

    @Test
    void everyVariableOfAPathIsAParameter() {
        document.path("paths").fields().forEachRemaining(path -> {
            Set<String> variables = new TreeSet<>();
            Matcher matcher = VARIABLE.matcher(path.getKey());
            while (matcher.find()) {
                variables.add(matcher.group(1));
            }
            Set<String> parameters = new TreeSet<>();
            path.getValue()
                    .path("parameters")
                    .forEach(parameter ->
                            parameters.add(resolve(parameter).path("name").asText()));
            assertThat(parameters).as(path.getKey()).isEqualTo(variables);
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    @Test
    void everyOperationHasAnIdOfItsOwn() {
        List<String> ids = document.path("paths").findValuesAsText("operationId");
        assertThat(ids).hasSameSizeAs(operations().keySet()).doesNotHaveDuplicates();
    }

    @Test
    void schemasHaveTheMembersOfTheirRecords() {
        Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
        records.put("Bucket", BucketReply.Bucket.class);
        records.put("BucketSettings", BucketSettings.class);
        records.put("BucketSecurity", BucketSecurity.class);
        records.put("AddressRules", AddressRules.class);
        records.put("RefererRules", RefererRules.class);
        records.put("BucketLimits", BucketLimits.class);
        records.put("Webhook", Webhook.class);
        records.put("Delivery", DeliveryReply.Delivery.class);
        records.put("TokenRequest", TokenRequest.class);
        records.put("IssuedToken", IssuedToken.class);
        records.put("Token", TokenDescription.class);
        records.put("TokenPage", TokenPage.class);
        records.put("KeyRequest", KeyRequest.class);
        records.put("Key", KeyDescription.class);
        records.forEach((schema, type) -> {
            Set<String> members = new TreeSet<>();
            document.at("/components/schemas/" + schema + "/properties")
                    .fieldNames()
                    .forEachRemaining(members::add);
            Set<String> components = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(members).as(schema).isEqualTo(components);
        });
    }

    @Test
    void enumsHaveTheirConstants() {
        constants("/components/schemas/BucketSettings/properties/acl/enum", BucketAcl.values());
        constants("/components/schemas/Webhook/properties/style/enum", Webhook.Style.values());
        constants("/components/schemas/Delivery/properties/state/enum", DeliveryReply.State.values());
    }

    private void constants(String pointer, Enum<?>... constants) {
        Set<String> named = new TreeSet<>();
        document.at(pointer).forEach(constant -> named.add(constant.asText()));
        assertThat(named)
                .isEqualTo(Arrays.stream(constants).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)));
    }
}
