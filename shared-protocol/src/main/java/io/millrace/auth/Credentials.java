package io.millrace.auth;

import io.millrace.rtmp.address.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * What came with a request besides OSS signatures.
 *
 * @param parameters the query
 * @param bearer the token of an Authorization header
 */
record Credentials(List<Parameter> parameters, Optional<String> bearer) {
    private static final String SIGN = "sign";
    private static final String TOKEN = "token";

    /** How every JWT begins: an open brace and a quotation mark, in base64url. */
    private static final String JWT = "eyJ";

    private static final String BEARER = "Bearer ";

    static Credentials of(HttpObjectRequest request) {
        String header = request.headers().getOrDefault("authorization", "").strip();
        boolean bearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return new Credentials(
                RequestTarget.parse(request.rawTarget()).parameters(),
                bearer ? Optional.of(header.substring(BEARER.length()).strip()) : Optional.empty());
    }

    /** Node-Media-Server's; several if the address has several. */
    List<String> signs() {
        return values(SIGN);
    }

    /** Millrace's; several if the request has several. Others use that parameter for texts that their own webhooks read. */
    List<String> tokens() {
        List<String> inQuery =
                values(TOKEN).stream().filter(text -> text.startsWith(JWT)).toList();
        return inQuery.isEmpty() ? bearer.map(List::of).orElse(List.of()) : inQuery;
    }

    private List<String> values(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    @Override
    public String toString() {
        return "Credentials";
    }
}
