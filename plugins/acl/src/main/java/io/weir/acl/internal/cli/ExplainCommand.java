package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.acl.internal.policy.Policies;
import io.weir.acl.internal.rule.RuleText;
import io.weir.acl.internal.space.Explainer;
import io.weir.acl.internal.space.Explainer.Finding;
import io.weir.acl.internal.space.Explainer.Kind;
import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.stream.Collectors;

/** {@code acl explain}: rules of a list that do nothing, and why. Main only, which is given back meanwhile. */
public final class ExplainCommand {
    /** Some seconds' worth. */
    private static final long MOST_COMPARISONS = 1_000_000_000L;

    private static final int MOST_NAMED = 5;

    private final Registrar host;
    private final AccessLists lists;
    private final Policies policies;

    /** A command about these lists. */
    public ExplainCommand(final Registrar host, final AccessLists lists, final Policies policies) {
        this.host = host;
        this.lists = lists;
        this.policies = policies;
    }

    /** Declares it. */
    public void register() {
        host.command(
                        "acl explain [index " + ListCommands.INDEX + "]",
                        "Show rules that no packet comes to, since earlier ones match all of theirs, and rules that"
                                + " could be left out, since later ones say the same")
                .run(this::explain);
    }

    private void explain(final CommandCall call) {
        final List<AccessList> asked =
                call.has("index") ? List.of(lists.get(call.getInt("index"))) : List.copyOf(lists.all());
        for (final AccessList list : asked) {
            final List<Finding> findings = new Explainer(
                            list.rules(), policies.matchLater(), MOST_COMPARISONS / asked.size(), call.session()::pause)
                    .all();
            call.println("acl-index %d tag {%s}:", list.index(), list.tag());
            int nothing = 0;
            int unknown = 0;
            for (final Finding finding : findings) {
                if (finding.kind() == Kind.UNKNOWN) {
                    unknown++;
                } else if (finding.kind() != Kind.NEEDED) {
                    nothing++;
                    call.println(
                            "  %9d: %s",
                            finding.rule(), RuleText.of(list.rules().get(finding.rule())));
                    call.println("             %s", sentence(finding, list));
                }
                call.session().pause();
            }
            call.println("  %d of %d rules do nothing", nothing, list.rules().size());
            if (unknown > 0) {
                call.println("  of %d rules it would take too long to say", unknown);
            }
        }
    }

    private static String sentence(final Finding finding, final AccessList list) {
        final List<Integer> by = finding.by();
        final boolean one = by.size() == 1;
        final String rules = (one ? "rule " : "rules ")
                + by.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (by.size() > MOST_NAMED ? " and " + (by.size() - MOST_NAMED) + " more" : "");
        if (finding.kind() == Kind.SUPERFLUOUS) {
            return "redundant, may be left out: " + rules + (one ? " says" : " say") + " the same of all of it";
        }
        final String match = rules + (one ? " matches all of it and " : " together match all of it and ");
        return switch (finding.kind()) {
            case REDUNDANT -> "redundant, never come to: " + match + (one ? "says the same" : "say the same");
            case CONTRADICTORY ->
                "contradictory, never come to: " + match
                        + (one ? "says " + list.rules().get(by.getFirst()).action() : "say otherwise");
            default -> "unreachable, never come to: " + match + "say the same of parts of it";
        };
    }
}
