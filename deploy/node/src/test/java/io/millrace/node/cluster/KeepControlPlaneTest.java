package io.millrace.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.Address;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.UniqueAddress;
import akka.cluster.sbr.DowningStrategy;
import akka.util.Version;
import io.millrace.channel.ClusterChannels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** The rule without a network: members by name, some of whom cannot be reached. */
class KeepControlPlaneTest {
    private final List<Member> members = new ArrayList<>();
    private final Member control1 = up("control1", ClusterChannels.ROLE);
    private final Member control2 = up("control2", ClusterChannels.ROLE);
    private final Member control3 = up("control3", ClusterChannels.ROLE);
    private final Member origin = up("origin", "origin");
    private final Member edge = up("edge", "edge");

    @Test
    void aCrashedControlPlaneNodeIsCountedOut() {
        assertThat(downedBy(origin, control2)).containsExactly("control2");
    }

    @Test
    void crashedOriginsAndEdgesAreCountedOut() {
        assertThat(downedBy(control1, origin, edge)).containsExactly("edge", "origin");
    }

    @Test
    void theSideWithTheMajorityOfTheControlPlaneCountsTheOtherOut() {
        assertThat(downedBy(control1, control3, edge)).containsExactly("control3", "edge");
    }

    @Test
    void onTheOtherSideOnlyControlPlaneNodesStop() {
        assertThat(downedBy(control3, control1, control2, origin)).containsExactly("control3");
    }

    @Test
    void ofTwoHalvesTheOneWithTheLowestAddressGoesOn() {
        members.remove(control3);
        assertThat(downedBy(control1, control2)).containsExactly("control2");
        assertThat(downedBy(control2, control1)).containsExactly("control2");
    }

    @Test
    void originsAndEdgesOutliveTheWholeControlPlane() {
        assertThat(downedBy(edge, control1, control2, control3)).isEmpty();
        assertThat(downedBy(edge, control1, control2, control3, origin)).isEmpty();
    }

    @Test
    void whileThereIsNothingToDoNothingIsDecided() {
        KeepControlPlane rule = rule(edge, control1, control2, control3);

        assertThat(CollectionConverters.asJava(rule.unreachable())).isEmpty();
    }

    @Test
    void aNodeThatTheOthersHaveCountedOutStopsEvenIfItReachesNobody() {
        KeepControlPlane rule = rule(edge, control1, control2, control3, origin);

        assertThat(CollectionConverters.asJava(rule.nodesToDown(DowningStrategy.DownSelfQuarantinedByRemote$.MODULE$)))
                .containsExactly(edge.uniqueAddress());
    }

    @Test
    void whenEverybodySuspectsEverybodyNobodyIsCountedOut() {
        assertThat(downedBy(edge, control1, control2, control3, origin, edge)).isEmpty();
    }

    @Test
    void aNewControlPlaneNodeReplacesNobodyButControlPlaneNodes() {
        add("control9", ClusterChannels.ROLE, MemberStatus.joining());
        assertThat(downedBy(edge, control1, control2, control3, origin))
                .containsExactly("control1", "control2", "control3");
    }

    @Test
    void aNewControlPlaneNodeReplacesThoseThatAreGone() {
        add("control9", ClusterChannels.ROLE, MemberStatus.joining());
        assertThat(downedBy(edge, control1, control2, control3)).containsExactly("control1", "control2", "control3");
    }

    @Test
    void aNewControlPlaneNodeDoesNotEndThoseThatAreThere() {
        add("control9", ClusterChannels.ROLE, MemberStatus.joining());
        assertThat(downedBy(control1, control2)).containsExactly("control2");
    }

    private Set<String> downedBy(Member self, Member... unreachable) {
        KeepControlPlane rule = rule(self, unreachable);
        Set<String> downed = new TreeSet<>();
        CollectionConverters.asJava(rule.nodesToDown(rule.decide()))
                .forEach(address -> downed.add(address.address().getHost().get()));
        return downed;
    }

    private KeepControlPlane rule(Member self, Member... unreachable) {
        KeepControlPlane rule = new KeepControlPlane("default", self.uniqueAddress());
        members.forEach(rule::add);
        List.of(unreachable).forEach(rule::addUnreachable);
        return rule;
    }

    private Member up(String host, String role) {
        return add(host, role, MemberStatus.up());
    }

    private Member add(String host, String role, MemberStatus status) {
        UniqueAddress address =
                new UniqueAddress(Address.apply("akka", "millrace", host, 25520), (long) host.hashCode());
        Set<String> roles = Set.of(role, "dc-default");
        Member member = new Member(
                address,
                members.size(),
                status,
                CollectionConverters.asScala(roles).toSet(),
                Version.Zero());
        members.add(member);
        return member;
    }
}
