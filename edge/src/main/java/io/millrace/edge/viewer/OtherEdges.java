package io.millrace.edge.viewer;

import io.millrace.cluster.NodeStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The edges to which a full one sends its viewers: of its zone if one there has room, else of any other; the less loaded
 * the likelier, but not always the same one, as loads are seconds old. Safe on any thread.
 */
public final class OtherEdges {
    /** The parameter of the address of a viewer who was sent on by an edge and must not be by the next. */
    public static final String MARK = "redirected";

    private final Supplier<List<NodeStatus>> nodes;
    private final Supplier<Optional<NodeStatus>> self;
    private final Random random;

    public OtherEdges(Supplier<List<NodeStatus>> nodes, Supplier<Optional<NodeStatus>> self, Random random) {
        this.nodes = nodes;
        this.self = self;
        this.random = random;
    }

    /**
     * The base of addresses over HTTP at another edge.
     *
     * @param encrypted whether the viewer came by TLS: its page may go nowhere else then
     */
    public Optional<String> http(boolean encrypted) {
        return choose(NodeStatus::publicHttp, base -> !encrypted || base.startsWith("https:"));
    }

    /**
     * The base of RTMP addresses at another edge.
     *
     * @param encrypted whether the player came by TLS
     */
    public Optional<String> rtmp(boolean encrypted) {
        return choose(NodeStatus::publicRtmp, base -> !encrypted || base.startsWith("rtmps:"));
    }

    private Optional<String> choose(Function<NodeStatus, Optional<String>> address, Predicate<String> wanted) {
        Optional<NodeStatus> own = self.get();
        String zone = own.map(NodeStatus::zone).orElse("");
        Optional<String> ownBase = own.flatMap(address);
        List<NodeStatus> edges = new ArrayList<>(nodes.get());
        // An address that all edges share is a balancer's: it would lead back here as likely as not.
        edges.removeIf(node -> !node.has(NodeStatus.EDGE)
                || node.draining()
                || node.load().viewerShare() >= 1
                || own.filter(me -> Objects.equals(me.address(), node.address()))
                        .isPresent()
                || address.apply(node).filter(wanted).isEmpty()
                || address.apply(node).equals(ownBase));
        if (edges.stream().anyMatch(node -> node.zone().equals(zone))) {
            edges.removeIf(node -> !node.zone().equals(zone));
        }
        Collections.shuffle(edges, random);
        return edges.stream()
                .limit(2)
                .min(Comparator.comparingDouble(node -> node.load().viewerShare()))
                .flatMap(address);
    }
}
