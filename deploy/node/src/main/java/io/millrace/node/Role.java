package io.millrace.node;

import io.millrace.config.ConfigurationException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node can do in a cluster; each is an Akka cluster role of the same name. */
enum Role {
    ORIGIN,
    EDGE,
    CONTROL_PLANE;

    /** The name in the configuration and in the cluster. */
    String roleName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Set<Role> parse(List<String> names) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        names.forEach(name -> roles.add(parse(name)));
        if (roles.isEmpty()) {
            throw new ConfigurationException("millrace.roles: none (expected: one or more of " + all() + ")");
        }
        return roles;
    }

    private static Role parse(String name) {
        return Arrays.stream(values())
                .filter(role -> role.roleName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigurationException("millrace.roles: " + name + " (expected: some of " + all() + ")"));
    }

    private static String all() {
        return Arrays.stream(values()).map(Role::roleName).collect(Collectors.joining(", "));
    }
}
