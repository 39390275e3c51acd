package io.millrace.channel;

import java.util.List;

/**
 * From which networks something may be done, as SRS's {@code security} has it: denied is who is in a denied one, else
 * allowed who is in an allowed one or if there is none.
 *
 * @param allow addresses or networks in CIDR form
 * @param deny the same
 */
public record AddressRules(List<String> allow, List<String> deny) {
    /** Everybody. */
    public static final AddressRules ANY = new AddressRules(List.of(), List.of());

    public AddressRules {
        allow = allow == null ? List.of() : List.copyOf(allow);
        deny = deny == null ? List.of() : List.copyOf(deny);
    }
}
