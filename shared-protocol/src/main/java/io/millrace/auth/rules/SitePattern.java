package io.millrace.auth.rules;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A host name, or with {@code *.} before one all those below it. */
public final class SitePattern {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");
    private static final int MAX_LENGTH = 253;
    private static final String BELOW = "*.";

    private final String host;
    private final boolean below;

    private SitePattern(String host, boolean below) {
        this.host = host;
        this.below = below;
    }

    /** @param text a name in any case, an IPv4 address, or an IPv6 address without brackets. Empty for what is neither */
    public static Optional<SitePattern> parse(String text) {
        boolean below = text.startsWith(BELOW);
        String host = (below ? text.substring(BELOW.length()) : text).toLowerCase(Locale.ROOT);
        boolean valid = host.length() <= MAX_LENGTH
                && (NAME.matcher(host).matches() || !below && IPV6.matcher(host).matches());
        return valid ? Optional.of(new SitePattern(host, below)) : Optional.empty();
    }

    /** @param name in lower case, without port */
    boolean matches(String name) {
        return below
                ? name.length() > host.length() + 1
                        && name.endsWith(host)
                        && name.charAt(name.length() - host.length() - 1) == '.'
                : name.equals(host);
    }

    /** The host that the address of a page names, in lower case; empty for what is no such address. */
    static Optional<String> hostOf(String url) {
        int scheme = url.indexOf("://");
        if (scheme <= 0) {
            return Optional.empty();
        }
        String authority = authority(url.substring(scheme + 3));
        String host =
                withoutPort(authority.substring(authority.lastIndexOf('@') + 1)).toLowerCase(Locale.ROOT);
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static String authority(String rest) {
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '\\') {
                return rest.substring(0, i);
            }
        }
        return rest;
    }

    private static String withoutPort(String host) {
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            return host.substring(1, bracket);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
