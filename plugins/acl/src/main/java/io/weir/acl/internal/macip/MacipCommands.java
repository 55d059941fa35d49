package io.weir.acl.internal.macip;

import io.weir.acl.internal.rule.ListReader;
import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.stream.Collectors;

/** Commands about lists of senders (VPP: plugins/acl/acl.c). Main only. */
final class MacipCommands {
    private static final String INDEX = "<index:int 0.." + (MacipLists.MOST_LISTS - 1) + ">";

    private final Registrar host;
    private final MacipLists lists;

    MacipCommands(final Registrar host, final MacipLists lists) {
        this.host = host;
        this.lists = lists;
    }

    void register() {
        host.command(
                        "set acl-plugin macip acl [index " + INDEX + "] <rules:text>",
                        "Make a list of who may send, or replace one: permit|deny|action N [ipv4|ipv6] [ip PREFIX]"
                                + " [mac MAC [mask MASK]], ... [tag T]")
                .run(this::set);
        host.command(
                        "delete acl-plugin macip acl index " + INDEX,
                        "Take a list of who may send away that is applied nowhere")
                .run(call -> lists.delete(call.getInt("index")));
        host.command(
                        "set acl-plugin macip interface <interface> [add|del] [acl " + INDEX + "]",
                        "Hold who sends frames that come in by an interface against a list, in place of the one before;"
                                + " what it doesn't permit is dropped. Or no longer")
                .run(this::apply);
        host.command(
                        "show acl-plugin macip acl [index " + INDEX + "]",
                        "Show lists of who may send, how many packets and bytes each rule has matched, and where they are"
                                + " applied")
                .run(this::show);
        host.command("show acl-plugin macip interface", "Show which list of who may send is applied where")
                .run(call -> call.forEach(
                        List.copyOf(lists.applied().entrySet()),
                        entry -> call.println("  sw_if_index %d: %d", entry.getKey(), entry.getValue())));
    }

    private void set(final CommandCall call) {
        final ListReader.Read<MacipRule> read = MacipDraft.list(call.get("rules"));
        final int index;
        if (call.has("index")) {
            index = call.getInt("index");
            final String before = lists.has(index) ? lists.get(index).tag() : "";
            lists.put(new MacipList(index, read.tag() == null ? before : read.tag(), read.rules()));
        } else {
            index = lists.add(read.tag() == null ? "" : read.tag(), read.rules());
        }
        call.println("ACL index:%d", index);
    }

    private void apply(final CommandCall call) {
        final int swIfIndex = call.getInterface("interface");
        final String name = host.interfaces().byIndex(swIfIndex).name();
        if (!call.has("del")) {
            if (!call.has("index")) {
                throw call.refuse("expected acl N: which list is to be applied to `%s'", name);
            }
            lists.apply(swIfIndex, call.getInt("index"));
            return;
        }
        final Integer now = lists.applied().get(swIfIndex);
        if (call.has("index") && now != null && now != call.getInt("index")) {
            throw call.refuse("MACIP ACL %d is not applied to `%s', %d is", call.getInt("index"), name, now);
        }
        lists.unapply(swIfIndex);
    }

    private void show(final CommandCall call) {
        if (call.has("index")) {
            show(call, lists.get(call.getInt("index")));
        } else {
            call.forEach(List.copyOf(lists.all()), list -> show(call, list));
        }
    }

    private void show(final CommandCall call, final MacipList list) {
        call.println(
                "MACIP acl_index: %d, count: %d tag {%s}",
                list.index(), list.rules().size(), list.tag());
        for (int rule = 0; rule < list.rules().size() && lists.isCurrent(list); rule++) {
            call.println("    rule %d: %s", rule, MacipDraft.text(list.rules().get(rule)));
            call.println(
                    "      matched %d packets, %d bytes",
                    lists.packets(list.index(), rule), lists.bytes(list.index(), rule));
            call.session().pause();
        }
        final List<Integer> users = lists.users(list.index());
        if (!users.isEmpty()) {
            call.println(
                    "  applied on sw_if_index: %s",
                    users.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
    }
}
