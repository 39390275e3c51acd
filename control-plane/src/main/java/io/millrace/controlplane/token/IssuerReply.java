package io.millrace.controlplane.token;

import java.util.List;

/** What the issuer answers. */
public sealed interface IssuerReply extends TokenMessage {

    /** To ImportKey. */
    sealed interface Importing extends IssuerReply permits Done, TakenKeyId, TooManyKeys {}

    /** To RemoveKey. */
    sealed interface Removing extends IssuerReply permits Done, UnknownKey {}

    /** To Revoke. */
    sealed interface Revoking extends IssuerReply permits Done, TooManyRevoked {}

    /** The change is durable. */
    record Done() implements Importing, Removing, Revoking {}

    /** @param sealedPrivateKey as {@link KeyCipher} has it */
    record SigningKey(String id, String sealedPrivateKey) implements IssuerReply {
        @Override
        public String toString() {
            return "SigningKey[" + id + "]";
        }
    }

    /** Own ones in the order in which they sign, imported ones in that of their ids. */
    record AllKeys(List<OwnKey> own, List<ImportedKey> imported) implements IssuerReply {
        public AllKeys {
            own = List.copyOf(own);
            imported = List.copyOf(imported);
        }
    }

    /** One of the cluster's own keys has that id. */
    record TakenKeyId() implements Importing {}

    record TooManyKeys(int limit) implements Importing {}

    record UnknownKey() implements Removing {}

    /** @param limit how many revoked tokens there may be that have not expired */
    record TooManyRevoked(int limit) implements Revoking {}
}
