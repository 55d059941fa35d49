package io.weir.acl.gate;

import static io.weir.graph.Order.before;

import io.weir.acl.AccessLookup;
import io.weir.acl.LookupContext;
import io.weir.acl.Start;
import io.weir.cli.CommandCall;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A gate on the way in: what its lists don't permit stays outside. Without lists it is shut. */
public final class GatePlugin extends WeirPlugin {
    /** Numbers of lists, for the next version. */
    record State(int[] lists) {}

    private static final Pattern COMMA = Pattern.compile(",");

    private Registrar host;
    private LookupContext context;
    private int[] lists = {};

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        final AccessLookup lookup = host.service(AccessLookup.class);
        context = lookup.user("gate").context("all interfaces");
        final DropReason shut = host.dropReason("shut", "not on the list", DropReason.Severity.INFO);
        host.node("gate", worker -> new GateNode(context, lookup.matcher(worker, Start.IP4), shut))
                .optionalFeature(List.of(FeatureArc.IP4_UNICAST), new Order[] {before("ip4-lookup")});
        host.node("gate-ip6", worker -> new GateNode(context, lookup.matcher(worker, Start.IP6), shut))
                .optionalFeature(List.of(FeatureArc.IP6_UNICAST), new Order[] {before("ip6-lookup")});
        host.node("gate-out", worker -> new GateNode(context, lookup.matcher(worker, Start.ETHERNET), shut))
                .optionalFeature(List.of(FeatureArc.IP4_OUTPUT));
        host.state("lists", State.class, () -> new State(lists), state -> lists = state.lists);
        host.command("set gate acl <lists:word>", "Let in what these lists permit")
                .run(this::set);
        host.command("close gate", "Let nothing in any more").run(call -> context.close());
    }

    @Override
    public void start() {
        context.lists(asList());
    }

    private List<Integer> asList() {
        return Arrays.stream(lists).boxed().toList();
    }

    private void set(final CommandCall call) {
        final List<Integer> asked =
                COMMA.splitAsStream(call.get("lists")).map(Integer::valueOf).toList();
        context.lists(asked);
        lists = asked.stream().mapToInt(Integer::intValue).toArray();
    }
}
