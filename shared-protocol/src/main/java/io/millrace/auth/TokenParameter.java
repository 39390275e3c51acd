package io.millrace.auth;

import io.millrace.rtmp.address.Parameter;

/** The query parameter by which an address carries a token of Millrace's own. */
public final class TokenParameter {
    public static final String NAME = "token";

    /** How every JWT begins: an open brace and a quotation mark, in base64url. */
    public static final String BEGINNING = "eyJ";

    private TokenParameter() {}

    /** Whether it is one: others use a parameter of that name for texts that their own webhooks read. */
    public static boolean is(Parameter parameter) {
        return parameter.name().equals(NAME) && parameter.value().startsWith(BEGINNING);
    }
}
