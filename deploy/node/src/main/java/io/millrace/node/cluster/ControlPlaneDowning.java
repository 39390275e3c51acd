package io.millrace.node.cluster;

import akka.actor.ActorSystem;
import akka.actor.Props;
import akka.cluster.Cluster;
import akka.cluster.DowningProvider;
import akka.cluster.sbr.SplitBrainResolver;
import akka.cluster.sbr.SplitBrainResolverSettings;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;

/** Akka's split-brain resolver with our own rule, {@link KeepControlPlane}; named in akka.conf, so Akka makes it itself. */
public final class ControlPlaneDowning extends DowningProvider {
    private final ActorSystem system;
    private final SplitBrainResolverSettings settings;

    public ControlPlaneDowning(ActorSystem system) {
        this.system = system;
        this.settings = new SplitBrainResolverSettings(system.settings().config());
    }

    /**
     * How long after a node was counted out its entities are begun elsewhere. It is short: should the node be alive after
     * all, the journal's primary key refuses what the second of two actors of one channel writes.
     */
    @Override
    public FiniteDuration downRemovalMargin() {
        return Cluster.get(system).settings().DownRemovalMargin();
    }

    @Override
    public Option<Props> downingActorProps() {
        Cluster cluster = Cluster.get(system);
        KeepControlPlane rule = new KeepControlPlane(cluster.settings().SelfDataCenter(), cluster.selfUniqueAddress());
        return Option.apply(SplitBrainResolver.props(settings.DowningStableAfter(), rule));
    }
}
