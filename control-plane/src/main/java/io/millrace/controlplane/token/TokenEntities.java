package io.millrace.controlplane.token;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ClusterShardingSettings;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.millrace.channel.ClusterChannels;
import io.millrace.token.TokenBoard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The sharded actors for tokens of a control-plane node, and the way to them. Safe on any thread. */
public final class TokenEntities {
    private static final EntityTypeKey<IssuerCommand> ISSUER = EntityTypeKey.create(IssuerCommand.class, "TokenIssuer");
    private static final EntityTypeKey<RegistryCommand> REGISTRY =
            EntityTypeKey.create(RegistryCommand.class, "TokenRegistry");

    /** The issuer runs again so soon after its node has crashed and its shard has found another. */
    private static final Duration WAKE_INTERVAL = Duration.ofSeconds(5);

    private final ClusterSharding sharding;
    private final Duration timeout;

    private enum Wake {
        WAKE
    }

    private TokenEntities(ClusterSharding sharding, Duration timeout) {
        this.sharding = sharding;
        this.timeout = timeout;
    }

    /**
     * Starts them on this node, which must have the role {@link ClusterChannels#ROLE} and the journal's schema.
     *
     * @param timeout how long one has to answer
     */
    public static TokenEntities start(
            ActorSystem<?> system, TokenSettings settings, KeyCipher cipher, Duration timeout, InstantSource clock) {
        ClusterSharding sharding = ClusterSharding.get(system);
        ClusterShardingSettings sharded = ClusterShardingSettings.create(system)
                .withRole(ClusterChannels.ROLE)
                .withNoPassivationStrategy();
        TokenBoard board = new TokenBoard(system);
        sharding.init(Entity.of(ISSUER, entity -> TokenIssuer.create(settings, cipher, board::put, clock)
                        .narrow())
                .withSettings(sharded));
        sharding.init(Entity.of(REGISTRY, entity -> TokenRegistry.create(
                                entity.getEntityId(), settings, clock, entity.getShard())
                        .narrow())
                .withSettings(sharded));
        EntityRef<IssuerCommand> issuer = sharding.entityRefFor(ISSUER, IssuerCommand.ENTITY_ID);
        system.systemActorOf(
                Behaviors.<Wake>withTimers(timers -> {
                    timers.startTimerWithFixedDelay(Wake.WAKE, Duration.ZERO, WAKE_INTERVAL);
                    return Behaviors.receive(Wake.class)
                            .onMessage(Wake.class, wake -> {
                                issuer.tell(new IssuerCommand.WakeUp());
                                return Behaviors.same();
                            })
                            .build();
                }),
                "millrace-token-wake",
                Props.empty());
        return new TokenEntities(sharding, timeout);
    }

    /** A stage that fails if no answer comes in time. */
    public <R> CompletionStage<R> issuer(Function<ActorRef<R>, IssuerCommand> command) {
        return sharding.entityRefFor(ISSUER, IssuerCommand.ENTITY_ID).ask(command::apply, timeout);
    }

    /** A stage that fails if no answer comes in time. */
    public <R> CompletionStage<R> registry(String bucket, Function<ActorRef<R>, RegistryCommand> command) {
        return sharding.entityRefFor(REGISTRY, bucket).ask(command::apply, timeout);
    }
}
