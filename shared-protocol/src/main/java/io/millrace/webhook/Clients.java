package io.millrace.webhook;

import io.millrace.amf.AmfBoolean;
import io.millrace.amf.AmfNumber;
import io.millrace.amf.AmfProperties;
import io.millrace.amf.AmfString;
import io.millrace.amf.AmfValue;
import io.millrace.auth.Right;
import io.millrace.auth.TokenParameter;
import io.millrace.channel.Bearer;
import io.millrace.channel.ClientInfo;
import io.millrace.rtmp.address.Parameter;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes of connections what callbacks tell of them. */
final class Clients {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int ID_LENGTH = 8;
    private static final int MAX_MEMBERS = 32;
    private static final int MAX_TEXT = 1024;

    /** A parameter that is a token of Millrace's own, with what separates it from the next. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<=[?&])" + TokenParameter.NAME + '=' + TokenParameter.BEGINNING + "[^&#/]*&?");

    private Clients() {}

    /** Names a connection; nothing is decided by it. */
    static String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(ThreadLocalRandom.current().nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    static String ip(InetSocketAddress remote) {
        return remote.getAddress() == null
                ? remote.getHostString()
                : remote.getAddress().getHostAddress();
    }

    /**
     * The virtual host as SRS finds it: a parameter, else the host that the client asked, unless that is an address.
     *
     * @param host without a port; empty if unknown
     */
    static String vhost(List<Parameter> parameters, String host) {
        return parameters.stream()
                .filter(parameter ->
                        parameter.name().equals("vhost") && !parameter.value().isEmpty())
                .map(Parameter::value)
                .findFirst()
                .orElseGet(() -> isName(host) ? host.toLowerCase(Locale.ROOT) : ClientInfo.DEFAULT_VHOST);
    }

    private static boolean isName(String host) {
        return !host.isEmpty()
                && !host.equalsIgnoreCase("localhost")
                && !NetUtil.isValidIpV4Address(host)
                && !NetUtil.isValidIpV6Address(host);
    }

    /** The host of {@code host:port} or {@code [address]:port}. */
    static String hostOf(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            return host.substring(1, bracket);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    /** The host of an address, empty if it has none. */
    static String hostOfUrl(String url) {
        int scheme = url.indexOf("://");
        return scheme < 0 ? "" : hostOf(url.substring(scheme + 3).split("[/?]", 2)[0]);
    }

    /** Who the right's token says it is, if it is one of a token. */
    static Optional<Bearer> bearer(Right right) {
        return right.tokenId().map(id -> new Bearer(right.userId(), right.attributes()));
    }

    /** Without Millrace's own tokens: who reads one can use it, and a webhook is told what it says. */
    static List<Parameter> withoutTokens(List<Parameter> parameters) {
        return parameters.stream()
                .filter(parameter -> !TokenParameter.is(parameter))
                .toList();
    }

    /** The same of an address, or of what an address was made of. */
    static String withoutTokens(String address) {
        return TOKEN.matcher(address).replaceAll("");
    }

    /** The query that these parameters were, with its question mark but without tokens; empty if there are none. */
    static String param(List<Parameter> all) {
        List<Parameter> parameters = withoutTokens(all);
        return parameters.isEmpty()
                ? ""
                : parameters.stream()
                        .map(parameter -> encoded(parameter.name()) + '=' + encoded(parameter.value()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What a connect's object says, as far as it is texts, numbers and truth values. */
    static Map<String, Object> members(AmfValue object) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (object instanceof AmfProperties properties) {
            properties.properties().forEach((name, value) -> {
                if (members.size() < MAX_MEMBERS && name.length() <= MAX_TEXT) {
                    put(members, name, value);
                }
            });
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, AmfValue value) {
        if (value instanceof AmfString text && text.value().length() <= MAX_TEXT) {
            members.put(name, withoutTokens(text.value()));
        } else if (value instanceof AmfBoolean truth) {
            members.put(name, truth.value());
        } else if (value instanceof AmfNumber number && Double.isFinite(number.value())) {
            members.put(name, number.value());
        }
    }
}
