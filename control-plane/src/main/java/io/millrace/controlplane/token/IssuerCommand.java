package io.millrace.controlplane.token;

import akka.actor.typed.ActorRef;
import java.time.Instant;

/** What the one issuer of a cluster can be asked. */
public sealed interface IssuerCommand extends TokenMessage {
    /** The entity id of the only issuer. */
    String ENTITY_ID = "tokens";

    /** Starts it, wherever it is to be; else does nothing. */
    record WakeUp() implements IssuerCommand {}

    /** Asks by which key to sign a token that expires then; answered once all nodes know the key. */
    record GetSigningKey(Instant expiry, ActorRef<IssuerReply.SigningKey> replyTo) implements IssuerCommand {}

    record ListKeys(ActorRef<IssuerReply.AllKeys> replyTo) implements IssuerCommand {}

    /** Imports a key, or changes an imported one. */
    record ImportKey(ImportedKey key, ActorRef<IssuerReply.Importing> replyTo) implements IssuerCommand {}

    /** Forgets a key, an own one too: no token that it has signed lets in any more, and another key signs. */
    record RemoveKey(String id, ActorRef<IssuerReply.Removing> replyTo) implements IssuerCommand {}

    /** Revokes a token; answered once it is in the journal and all nodes within reach know it. */
    record Revoke(String id, Instant expiry, ActorRef<IssuerReply.Revoking> replyTo) implements IssuerCommand {}
}
