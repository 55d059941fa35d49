package io.weir.acl.internal.cli;

import io.weir.acl.internal.classify.Classifier;
import io.weir.acl.internal.classify.Profile;
import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.policy.CompiledList;
import io.weir.acl.internal.policy.Policies;
import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.List;

/** Shows what lists are compiled into (VPP: show acl-plugin tables). Main only. */
public final class TablesCommand {
    private static final Columns ROW = Columns.of("    %-12s%8s%10s%10s%10s%10s");

    private final Registrar host;
    private final AccessLists lists;
    private final Policies policies;

    /** A command about these lists. */
    public TablesCommand(final Registrar host, final AccessLists lists, final Policies policies) {
        this.host = host;
        this.lists = lists;
        this.policies = policies;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "show acl-plugin tables [acl " + ListCommands.INDEX + "]",
                        "Show the decision trees that lists are compiled into: of each its branches, its leaves, the steps to"
                                + " the farthest of these, the rules in them with all copies, and those in the largest")
                .run(this::show);
    }

    private void show(final CommandCall call) {
        final List<AccessList> asked =
                call.has("index") ? List.of(lists.get(call.getInt("index"))) : List.copyOf(lists.all());
        for (final AccessList list : asked) {
            if (lists.isCurrent(list)) {
                final CompiledList compiled = policies.compiled(list.index());
                call.println(
                        "acl-index %d tag {%s}: %d rules, %d bytes",
                        list.index(), list.tag(), list.rules().size(), compiled.bytes());
                for (final boolean ip6 : new boolean[] {false, true}) {
                    final String family = ip6 ? "ipv6" : "ipv4";
                    print(call, family, compiled.whole(ip6));
                    print(call, family + " fragments without ports", compiled.later(ip6));
                }
            }
            call.session().pause();
        }
    }

    private static void print(final CommandCall call, final String what, final Classifier classifier) {
        final List<Profile> trees = classifier.profile();
        if (trees.isEmpty()) {
            call.println("  %s: no rules", what);
            return;
        }
        call.println("  %s: %d bytes", what, classifier.bytes());
        call.println(ROW.line("", "Depth", "Branches", "Leaves", "Rules", "Largest"));
        int number = 0;
        for (final Profile tree : trees) {
            call.println(ROW.line(
                    "tree " + number++, tree.depth(), tree.branches(), tree.leaves(), tree.records(), tree.largest()));
        }
    }
}
