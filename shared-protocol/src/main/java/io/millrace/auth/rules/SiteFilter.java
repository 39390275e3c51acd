package io.millrace.auth.rules;

import io.millrace.channel.RefererRules;
import java.util.List;
import java.util.Optional;

/** Referer rules, read. */
final class SiteFilter {
    private final List<SitePattern> allowed;
    private final boolean anyAllowed;
    private final List<SitePattern> denied;
    private final boolean allDenied;
    private final boolean required;

    /** What cannot be read opens nothing: it allows no site, or denies all. */
    SiteFilter(RefererRules rules) {
        allowed = read(rules.allow());
        anyAllowed = rules.allow().isEmpty();
        denied = read(rules.deny());
        allDenied = denied.size() < rules.deny().size();
        required = rules.required();
    }

    private static List<SitePattern> read(List<String> texts) {
        return texts.stream().map(SitePattern::parse).flatMap(Optional::stream).toList();
    }

    /** @param page the address of the page that the player stands on, if the player has named one */
    boolean passes(Optional<String> page) {
        Optional<String> host = page.flatMap(SitePattern::hostOf);
        if (host.isEmpty()) {
            return !required;
        }
        return !allDenied && !contains(denied, host.get()) && (anyAllowed || contains(allowed, host.get()));
    }

    private static boolean contains(List<SitePattern> patterns, String host) {
        for (SitePattern pattern : patterns) {
            if (pattern.matches(host)) {
                return true;
            }
        }
        return false;
    }
}
