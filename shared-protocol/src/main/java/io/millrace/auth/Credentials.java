package io.millrace.auth;

import io.millrace.rtmp.address.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What came with a request besides OSS signatures.
 *
 * @param parameters the query
 * @param bearer the token of an Authorization header
 */
record Credentials(List<Parameter> parameters, Optional<String> bearer) {
    /** The parameter of Node-Media-Server's sign. */
    static final String SIGN = "sign";

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
        return values(parameter -> parameter.name().equals(SIGN));
    }

    /** Millrace's; several if the request has several. */
    List<String> tokens() {
        List<String> inQuery = values(TokenParameter::is);
        return inQuery.isEmpty() ? bearer.map(List::of).orElse(List.of()) : inQuery;
    }

    private List<String> values(Predicate<Parameter> wanted) {
        return parameters.stream().filter(wanted).map(Parameter::value).toList();
    }

    @Override
    public String toString() {
        return "Credentials";
    }
}
