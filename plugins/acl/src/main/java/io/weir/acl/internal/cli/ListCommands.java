package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.rule.ParsedList;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleParser;
import io.weir.acl.internal.rule.RuleText;
import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Commands that make lists, apply and show them (VPP: plugins/acl/acl.c). Main only. */
public final class ListCommands {
    static final String INDEX = "<index:int 0.." + (AccessLists.MOST_LISTS - 1) + ">";

    private final Registrar host;
    private final AccessLists lists;
    private final Policies policies;

    /** Commands about these. */
    public ListCommands(final Registrar host, final AccessLists lists, final Policies policies) {
        this.host = host;
        this.lists = lists;
        this.policies = policies;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "set acl-plugin acl [index " + INDEX + "] <rules:text>",
                        "Make a list of rules, or replace one: permit|permit+reflect|deny|action N [ipv4|ipv6] [src PREFIX]"
                                + " [dst PREFIX] [proto N|tcp|udp|icmp|icmp6|sctp] [sport X[-Y]] [dport X[-Y]]"
                                + " [tcpflags V mask M], ... [tag T]; of ICMP sport and dport are type and code")
                .run(call -> lists.changes().inTurn(call.session(), () -> set(call)));
        host.command("delete acl-plugin acl index " + INDEX, "Take a list away that is applied nowhere")
                .run(call -> lists.changes().inTurn(call.session(), () -> lists.delete(call.getInt("index"))));
        host.command(
                        "set acl-plugin interface <interface> input|output acl " + INDEX + " [del]",
                        "Hold packets that come in by an interface, or leave by it, against a list, behind those that are"
                                + " applied already; what no list permits is dropped")
                .run(call -> lists.changes().inTurn(call.session(), () -> apply(call)));
        host.command("show acl-plugin acl [index " + INDEX + "]", "Show lists, and where they are applied")
                .run(this::show);
        host.command(
                        "show acl-plugin interface [<of:interface>] [sw_if_index <sw_if_index:int 0..1048575>] [acl]",
                        "Show which lists are applied where")
                .run(this::interfaces);
        host.command(
                        "show acl-plugin hits [acl " + INDEX + "] [unused]",
                        "Show how many packets and bytes each rule has matched, or those that have matched none")
                .run(this::hits);
        host.command("show acl-plugin memory", "Show what lists take in memory for workers")
                .run(call -> call.println(
                        "%d lists, %d bytes outside the heap", lists.all().size(), policies.memory()));
        host.command(
                        "set acl-plugin l4-match-nonfirst-fragment <on:int 0..1>",
                        "Hold fragments without ports against addresses and protocol of rules that ask for ports: 1"
                                + " (default), or pass such rules over: 0")
                .run(call -> lists.changes().inTurn(call.session(), () -> matchLater(call)));
    }

    private void matchLater(final CommandCall call) {
        final boolean match = call.getInt("on") == 1;
        if (match != policies.matchLater()) {
            lists.changes().bring(call.session(), () -> policies.matchLater(match));
        }
    }

    private void set(final CommandCall call) {
        final ParsedList read = lists.changes().aside(call.session(), () -> RuleParser.list(call.get("rules")));
        final int index;
        if (call.has("index")) {
            index = call.getInt("index");
            final String before = lists.has(index) ? lists.get(index).tag() : "";
            final String tag = read.tag() == null ? before : read.tag();
            lists.put(call.session(), List.of(new AccessList(index, tag, read.rules())));
        } else {
            index = lists.add(call.session(), read.tag() == null ? "" : read.tag(), read.rules());
        }
        call.println("ACL index:%d", index);
    }

    private void apply(final CommandCall call) {
        final int swIfIndex = call.getInterface("interface");
        if (call.has("del")) {
            lists.unapply(swIfIndex, call.has("output"), call.getInt("index"));
        } else {
            lists.apply(swIfIndex, call.has("output"), call.getInt("index"));
        }
    }

    private void show(final CommandCall call) {
        if (call.has("index")) {
            show(call, lists.get(call.getInt("index")));
        } else {
            call.forEach(lists.all(), list -> show(call, list));
        }
    }

    private void show(final CommandCall call, final AccessList list) {
        call.println(
                "acl-index %d count %d tag {%s}", list.index(), list.rules().size(), list.tag());
        int number = 0;
        for (final Rule rule : list.rules()) {
            call.println("  %9d: %s", number++, RuleText.of(rule));
            call.session().pause();
        }
        applied(call, "inbound", lists.interfaces(list.index(), false));
        applied(call, "outbound", lists.interfaces(list.index(), true));
    }

    private static void applied(final CommandCall call, final String word, final List<Integer> interfaces) {
        if (!interfaces.isEmpty()) {
            call.println("  applied %s on sw_if_index: %s", word, joined(interfaces));
        }
    }

    private static String joined(final List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private void interfaces(final CommandCall call) {
        final TreeSet<Integer> all = new TreeSet<>(lists.applied(false).keySet());
        all.addAll(lists.applied(true).keySet());
        if (call.has("of")) {
            all.retainAll(List.of(call.getInterface("of")));
        } else if (call.has("sw_if_index")) {
            all.retainAll(List.of(call.getInt("sw_if_index")));
        }
        call.forEach(all, swIfIndex -> {
            call.println("sw_if_index %d (%s):", swIfIndex, name(swIfIndex));
            direction(call, swIfIndex, false);
            direction(call, swIfIndex, true);
        });
    }

    private String name(final int swIfIndex) {
        final Interface device = host.interfaces().byIndex(swIfIndex);
        return device == null ? "DELETED" : device.name();
    }

    private void direction(final CommandCall call, final int swIfIndex, final boolean output) {
        final List<Integer> indices = lists.applied(swIfIndex, output);
        if (!indices.isEmpty()) {
            call.println("  %s acl(s): %s", output ? "output" : "input", joined(indices));
            if (call.has("acl")) {
                indices.stream().filter(lists::has).forEach(index -> show(call, lists.get(index)));
            }
        }
    }

    private void hits(final CommandCall call) {
        final List<AccessList> asked =
                call.has("index") ? List.of(lists.get(call.getInt("index"))) : List.copyOf(lists.all());
        for (final AccessList list : asked) {
            call.println("acl-index %d tag {%s}", list.index(), list.tag());
            call.println("  %9s  %15s  %18s  %s", "Rule", "Packets", "Bytes", "");
            for (int rule = 0; rule < list.rules().size() && lists.isCurrent(list); rule++) {
                final long packets = policies.packets(list.index(), rule);
                if (packets == 0 || !call.has("unused")) {
                    call.println(
                            "  %9d  %15d  %18d  %s",
                            rule,
                            packets,
                            policies.bytes(list.index(), rule),
                            RuleText.of(list.rules().get(rule)));
                }
                call.session().pause();
            }
        }
    }
}
