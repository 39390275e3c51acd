package io.millrace.channel;

import java.util.List;

/**
 * On which web sites players may stand, by what their requests say. Denied is what matches a denied pattern, else allowed
 * what matches an allowed one or if there is none.
 *
 * @param allow host names, {@code *.} before one for those below it
 * @param deny the same
 * @param required whether those that name no site are refused
 */
public record RefererRules(List<String> allow, List<String> deny, boolean required) {
    /** Any site, and none. */
    public static final RefererRules ANY = new RefererRules(List.of(), List.of(), false);

    public RefererRules {
        allow = allow == null ? List.of() : List.copyOf(allow);
        deny = deny == null ? List.of() : List.copyOf(deny);
    }
}
