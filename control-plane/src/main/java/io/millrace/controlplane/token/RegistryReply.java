package io.millrace.controlplane.token;

import java.util.List;
import java.util.Optional;

/** What the registry of a bucket's tokens answers. */
public sealed interface RegistryReply extends TokenMessage {

    /** To Enter. */
    sealed interface Entering extends RegistryReply permits Entered, TooManyTokens {}

    /** To FindToken and NoteRevoked. */
    sealed interface Finding extends RegistryReply permits Found, UnknownToken {}

    /** The token is in the journal. */
    record Entered() implements Entering {}

    /** @param limit how many tokens a bucket may have that have not expired */
    record TooManyTokens(int limit) implements Entering {}

    record Found(TokenEntry entry) implements Finding {}

    /** There was none of that id, or it has expired. */
    record UnknownToken() implements Finding {}

    /** @param next the marker of the next page, if there are more */
    record TokenPage(List<TokenEntry> entries, Optional<String> next) implements RegistryReply {
        public TokenPage {
            entries = List.copyOf(entries);
        }
    }
}
