package io.millrace.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.relay.UpstreamChoice;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Plan PLAN = new Plan(5, 20_000, 200, 1000, 1, 4, 25, 2, 7);
    private static final Timing TIMING = Timing.ofDefaults();

    private static Outcome placed;

    @BeforeAll
    static void place() {
        placed = place(PLAN, UpstreamChoice.ORIGIN);
    }

    private static Outcome place(Plan plan, UpstreamChoice upstream) {
        return Outcome.of(Arrival.of(plan), SimulatedCluster.of(plan, upstream), TIMING);
    }

    private static Outcome after(Event event) {
        return Outcome.of(event, placed.cluster().copy(), TIMING);
    }

    private static SimulatedEdge fullest(List<SimulatedEdge> edges) {
        return edges.stream()
                .max(Comparator.comparingInt(SimulatedEdge::viewers))
                .orElseThrow();
    }

    @Test
    void everybodyIsPlacedInTheirOwnZoneAndRedirectedOnce() {
        assertThat(placed.cluster().viewers()).isEqualTo(PLAN.audience());
        assertThat(placed.cluster().guests()).isZero();
        assertThat(placed.tally().left()).isZero();
        assertThat(placed.tally().meanRedirects()).isBetween(1.0, 1.01);
    }

    @Test
    void edgesOfAZoneAreLoadedAlikeButForTheMarginOfThoseThatHaveTheChannel() {
        for (int zone = 0; zone < PLAN.zones(); zone++) {
            DoubleSummaryStatistics load = placed.cluster().edges(zone).stream()
                    .mapToDouble(SimulatedEdge::load)
                    .summaryStatistics();
            assertThat(load.getMax() - load.getMin()).isLessThan(TIMING.busyMargin() + 0.1);
            assertThat(load.getMax()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void anEdgesDeathLosesNobodyAndTheZonesOtherEdgesTakeItsViewers() {
        SimulatedEdge dead = fullest(placed.cluster().edges());

        Outcome after = after(Deaths.ofEdge(dead));

        assertThat(after.tally().settingOut()).isEqualTo(dead.viewers());
        assertThat(after.cluster().viewers()).isEqualTo(PLAN.audience());
        assertThat(after.cluster().guests()).isZero();
        assertThat(after.cluster().edges()).allMatch(edge -> edge.room() >= 0);
        assertThat(after.cluster().edges().get(dead.number()).viewers()).isZero();
        assertThat(after.tally().lastPlaced()).isLessThan(Timing.UNREACHABLE + Timing.RETURNING + 2 * Timing.RETRYING);
    }

    @Test
    void viewersOfADeadZoneAreSpreadOverTheOthers() {
        long lost = placed.cluster().edges(0).stream()
                .mapToLong(SimulatedEdge::viewers)
                .sum();

        Outcome after = after(Deaths.ofZone(placed.cluster(), 0));

        assertThat(after.cluster().viewers()).isEqualTo(PLAN.audience());
        assertThat(after.cluster().guests()).isEqualTo(lost);
        assertThat(after.cluster().edgesUp())
                .allMatch(edge -> edge.zone() != 0 && edge.guests() > 0 && edge.room() >= 0);
        assertThat(after.viewersLost()).isZero();
    }

    @Test
    void anOriginsDeathMovesItsPublishersEvenlyAndNoViewerHasToConnectAgain() {
        SimulatedOrigins before = placed.cluster().origins();
        int dead = Publishers.busiest(placed.cluster());

        Outcome after = after(Deaths.ofOrigin(dead));

        SimulatedOrigins origins = after.cluster().origins();
        assertThat(after.publishers().moved())
                .isEqualTo(before.publishers(dead))
                .isPositive();
        assertThat(IntStream.range(0, PLAN.origins()).filter(origins::isUp).map(origins::publishers))
                .hasSize(PLAN.origins() - 1)
                .allMatch(publishers -> publishers > 0.75 * PLAN.channels() / (PLAN.origins() - 1));
        assertThat(after.tally().settingOut()).isZero();
        assertThat(after.publishers().longestGap()).isLessThan(TIMING.grace());
        assertThat(after.viewersLost()).isZero();
    }

    @Test
    void aFlashCrowdIsSpreadOverTheEdgesOfEachZone() {
        FlashCrowd crowd = FlashCrowd.in(placed.cluster());

        Outcome after = after(crowd);

        assertThat(crowd.newcomers()).isPositive();
        assertThat(after.cluster().viewers()).isEqualTo(PLAN.audience() + crowd.newcomers());
        assertThat(after.cluster().guests()).isZero();
    }

    @Test
    void aCrowdThatNoClusterHoldsIsRefusedAndThoseWhoAreThereStay() {
        SimulatedCluster cluster = placed.cluster();
        int room = cluster.edges().stream().mapToInt(SimulatedEdge::room).sum();

        Outcome after = after(new FlashCrowd(0, room + 500, PLAN.zonePopularity()));

        assertThat(after.tally().left()).isEqualTo(500);
        assertThat(after.tally().refused()).isGreaterThanOrEqualTo(500);
        assertThat(after.cluster().edges()).allMatch(edge -> edge.room() == 0);
    }

    @Test
    void aRollingRestartMovesViewersAtASteadyRateAndLosesNobody() {
        SimulatedCluster cluster = placed.cluster();

        Outcome after = after(new RollingRestart(cluster, 0, TIMING));

        assertThat(after.cluster().viewers()).isEqualTo(PLAN.audience());
        assertThat(after.cluster().edgesUp()).hasSize(cluster.edges().size()).noneMatch(SimulatedEdge::isDraining);
        assertThat(after.tally().left()).isZero();
        assertThat(after.tally().foundNobody()).isZero();
        assertThat(after.tally().mostAsked()).isLessThanOrEqualTo(2L * PLAN.capacity() / TIMING.draining());
    }

    @Test
    void withoutASpareEdgeAZoneSendsViewersElsewhereAndWithOneItNeedNot() {
        Simulation simulation = new Simulation(PLAN);
        assertThat(simulation.spare(placed).zonesShort()).isZero();

        SpareCheck tight = simulation.spare(place(PLAN.withSpareEdges(0), UpstreamChoice.ORIGIN));
        assertThat(tight.zonesShort()).isPositive();
        assertThat(tight.elsewhere()).isPositive();
    }

    @Test
    void aZonePullsAChannelFromItsOriginOnceIfSoSet() {
        Outcome zoned = place(PLAN, UpstreamChoice.ZONE);
        Relays relays = Relays.of(zoned.cluster());
        int zonesOfChannels = IntStream.range(0, PLAN.channels())
                .map(channel -> (int) IntStream.range(0, PLAN.zones())
                        .filter(zone ->
                                zoned.cluster().edges(zone).stream().anyMatch(edge -> edge.viewers(channel) > 0))
                        .count())
                .sum();
        assertThat(IntStream.of(relays.byOrigin()).sum()).isEqualTo(zonesOfChannels);

        Relays direct = Relays.of(placed.cluster());
        assertThat(IntStream.of(direct.byOrigin()).sum())
                .isEqualTo(IntStream.of(direct.perChannel()).sum());
        assertThat(IntStream.of(direct.byEdge()).sum()).isZero();
    }

    @Test
    void theSamePlanGivesTheSameFigures() {
        Plan small = new Plan(2, 500, 20, 100, 1, 2, 1, 2, 3);
        String text = new Simulation(small).run();
        assertThat(new Simulation(small).run()).isEqualTo(text);
        assertThat(text).contains("### placement", "### fail-over", "### relays", "### spare", "| rolling restart ");
    }
}
