package io.millrace.channel;

/** A bucket's access rule for those without a credential, in OSS's terms. */
public enum BucketAcl {
    PRIVATE("private"),
    PUBLIC_READ("public-read"),
    PUBLIC_READ_WRITE("public-read-write");

    private final String wireName;

    BucketAcl(String wireName) {
        this.wireName = wireName;
    }

    /** The name in the {@code x-oss-acl} header and in XML. */
    public String wireName() {
        return wireName;
    }

    public boolean allowsAnonymousPlay() {
        return this != PRIVATE;
    }

    public boolean allowsAnonymousPublish() {
        return this == PUBLIC_READ_WRITE;
    }
}
