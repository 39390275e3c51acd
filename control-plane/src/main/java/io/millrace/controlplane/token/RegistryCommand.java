package io.millrace.controlplane.token;

import akka.actor.typed.ActorRef;

/** What the registry of a bucket's tokens can be asked. */
public sealed interface RegistryCommand extends TokenMessage {

    /** Enters a token that is about to be handed out. */
    record Enter(TokenEntry entry, ActorRef<RegistryReply.Entering> replyTo) implements RegistryCommand {}

    record FindToken(String id, ActorRef<RegistryReply.Finding> replyTo) implements RegistryCommand {}

    /**
     * Lists tokens that have not expired, in the order in which they were issued.
     *
     * @param marker those after this id only; empty for the beginning
     * @param max from 1 to {@value #MAX_LISTED}
     */
    record ListTokens(String marker, int max, ActorRef<RegistryReply.TokenPage> replyTo) implements RegistryCommand {
        /** As many as fit a message between nodes with room to spare. */
        public static final int MAX_LISTED = 100;

        public ListTokens {
            max = Math.max(1, Math.min(max, MAX_LISTED));
        }
    }

    /** Notes that a token was revoked; the issuer revokes it. */
    record NoteRevoked(String id, ActorRef<RegistryReply.Finding> replyTo) implements RegistryCommand {}
}
