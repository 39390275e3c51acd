package io.millrace.auth.rules;

import io.millrace.channel.BucketSecurity;
import java.net.InetAddress;
import java.util.Optional;

/** A bucket's networks and web sites, read once from its settings; immutable. */
public final class BucketRules {
    private final NetworkFilter publishers;
    private final NetworkFilter players;
    private final SiteFilter sites;

    public BucketRules(BucketSecurity security) {
        publishers = new NetworkFilter(security.publishFrom());
        players = new NetworkFilter(security.playFrom());
        sites = new SiteFilter(security.referers());
    }

    /** @param from null if it is not known */
    public boolean publishesFrom(InetAddress from) {
        return publishers.passes(from);
    }

    /** @param from null if it is not known */
    public boolean playsFrom(InetAddress from) {
        return players.passes(from);
    }

    /** @param page the address of the page that the player stands on, if the player has named one */
    public boolean playsOn(Optional<String> page) {
        return sites.passes(page);
    }
}
