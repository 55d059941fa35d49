package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleText;
import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code acl explain}: rules of a list that do nothing, and why. Main only, which is given back meanwhile. */
public final class ExplainCommand {
    private final Registrar host;
    private final AccessLists lists;

    /** A command about these lists. */
    public ExplainCommand(final Registrar host, final AccessLists lists) {
        this.host = host;
        this.lists = lists;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "acl explain [index " + ListCommands.INDEX + "]",
                        "Show rules that no packet comes to, since an earlier one matches all of theirs, and rules that"
                                + " could be left out, since a later one says the same")
                .run(this::explain);
    }

    private void explain(final CommandCall call) {
        final List<AccessList> asked =
                call.has("index") ? List.of(lists.get(call.getInt("index"))) : List.copyOf(lists.all());
        for (final AccessList list : asked) {
            final int found = explain(call, list);
            call.println(
                    "acl-index %d tag {%s}: %d of %d rules do nothing",
                    list.index(), list.tag(), found, list.rules().size());
        }
    }

    private static int explain(final CommandCall call, final AccessList list) {
        final List<Rule> rules = list.rules();
        int found = 0;
        for (int i = 0; i < rules.size(); i++) {
            final int earlier = earlier(rules, i);
            final int later = earlier < 0 ? later(rules, i) : -1;
            if (earlier >= 0) {
                final boolean same = rules.get(earlier).action() == rules.get(i).action();
                call.println("  %9d: %s", i, RuleText.of(rules.get(i)));
                call.println(
                        "             is never come to: rule %d matches all of it and %s",
                        earlier,
                        same ? "says the same" : "says " + rules.get(earlier).action());
                found++;
            } else if (later >= 0) {
                call.println("  %9d: %s", i, RuleText.of(rules.get(i)));
                call.println("             may be left out: rule %d says the same of all of it", later);
                found++;
            }
            call.session().pause();
        }
        return found;
    }

    /** The first rule before one that matches all that it matches, or -1. */
    private static int earlier(final List<Rule> rules, final int of) {
        final Rule rule = rules.get(of);
        for (int i = 0; i < of; i++) {
            if (rules.get(i).covers(rule)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * A rule behind one that matches all of it, does the same and does something, with none in between that does something else
     * to any of it, its later fragments included, for which ports don't count; or -1.
     */
    private static int later(final List<Rule> rules, final int of) {
        final Rule rule = rules.get(of);
        for (int i = of + 1; i < rules.size(); i++) {
            final Rule other = rules.get(i);
            if (other.action() != rule.action() && other.meetsFragments(rule)) {
                return -1;
            }
            if (other.action() == rule.action() && other.covers(rule) && earlier(rules, i) < 0) {
                return i;
            }
        }
        return -1;
    }
}
