package io.millrace.relay;

/** The parameter by which a relay play says what it takes this node for. */
public final class RelayTier {
    public static final String PARAMETER = "tier";

    /** An edge that pulls from the origin itself, whatever its own settings; without the parameter, an origin. */
    public static final String PARENT = "parent";

    private RelayTier() {}
}
