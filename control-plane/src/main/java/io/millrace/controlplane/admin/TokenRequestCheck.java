package io.millrace.controlplane.admin;

import io.millrace.channel.ChannelId;
import io.millrace.controlplane.token.TokenGrant;
import io.millrace.controlplane.token.TokenSettings;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says what is wrong with a request for a token before one is issued. */
final class TokenRequestCheck {
    private static final Set<String> ACTIONS = Set.of("publish", "play");
    private static final int MAX_USER_ID = 128;
    private static final int MAX_ATTRIBUTES = 32;

    private final TokenSettings settings;
    private final InstantSource clock;

    TokenRequestCheck(TokenSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws AdminException naming the member and what is expected of it */
    TokenGrant grant(TokenRequest request) {
        if (request.channel().isPresent() == request.prefix().isPresent()) {
            throw AdminException.invalid("channel, prefix: expected one of them; the prefix \"\" is all channels.");
        }
        if (!request.channel().map(ChannelId::isValidChannelName).orElse(true)) {
            throw AdminException.invalid("channel: expected a channel's name");
        }
        if (!request.prefix().map(TokenRequestCheck::isPrefix).orElse(true)) {
            throw AdminException.invalid("prefix: expected what a channel's name can begin with, or nothing");
        }
        List<String> actions = request.actions().stream().distinct().toList();
        if (actions.isEmpty() || !ACTIONS.containsAll(actions)) {
            throw AdminException.invalid("actions: expected some of publish, play");
        }
        if (request.userId()
                .filter(id -> id.isBlank() || id.length() > MAX_USER_ID)
                .isPresent()) {
            throw AdminException.invalid("userId: expected 1 to " + MAX_USER_ID + " characters");
        }
        if (!request.cidr().map(TokenRequestCheck::isNetwork).orElse(true)) {
            throw AdminException.invalid("cidr: expected an address or a network, 192.0.2.0/24 for instance");
        }
        if (request.maxViewers().filter(max -> max < 1).isPresent()) {
            throw AdminException.invalid("maxViewers: expected 1 or more");
        }
        attributes(request.attributes());
        return new TokenGrant(
                request.channel(),
                request.prefix(),
                actions,
                request.userId(),
                request.attributes(),
                request.cidr(),
                request.maxViewers());
    }

    private static boolean isPrefix(String prefix) {
        return prefix.isEmpty() || ChannelId.isValidChannelName(prefix) || prefix.equals(".") || prefix.equals("..");
    }

    private static boolean isNetwork(String text) {
        String[] sides = text.split("/", 2);
        byte[] address = NetUtil.createByteArrayFromIpAddressString(sides[0]);
        if (address == null || sides.length == 1) {
            return address != null;
        }
        return sides[1].matches("\\d{1,3}") && Integer.parseInt(sides[1]) <= address.length * Byte.SIZE;
    }

    private void attributes(Map<String, String> attributes) {
        int bytes = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            if (attribute.getValue() == null) {
                throw AdminException.invalid("attributes." + attribute.getKey() + ": expected a text");
            }
            bytes += length(attribute.getKey()) + length(attribute.getValue());
        }
        if (attributes.size() > MAX_ATTRIBUTES || bytes > settings.maxAttributeBytes()) {
            throw AdminException.invalid("attributes: expected at most " + MAX_ATTRIBUTES + ", and in all "
                    + settings.maxAttributeBytes() + " bytes of names and values");
        }
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * When the token expires, in whole seconds.
     *
     * @throws AdminException naming the member and what is expected of it
     */
    Instant expiry(TokenRequest request) {
        if (request.expiresInSeconds().isPresent() == request.expiresAt().isPresent()) {
            throw AdminException.invalid("expiresInSeconds, expiresAt: expected one of them");
        }
        Instant now = clock.instant();
        long longest = settings.maxLifetime().toSeconds();
        long seconds = request.expiresInSeconds()
                .orElseGet(() ->
                        Duration.between(now, request.expiresAt().orElseThrow()).toSeconds());
        if (seconds < 1 || seconds > longest) {
            throw AdminException.invalid(
                    (request.expiresAt().isPresent() ? "expiresAt: expected" : "expiresInSeconds: expected") + " 1 to "
                            + longest + " seconds from now");
        }
        return request.expiresAt().orElseGet(() -> now.plusSeconds(seconds)).truncatedTo(ChronoUnit.SECONDS);
    }
}
