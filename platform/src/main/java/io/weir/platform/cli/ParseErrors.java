package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.CommandException;
import io.weir.cli.CommandPattern.Element;
import io.weir.platform.cli.Lexer.Kind;
import io.weir.platform.cli.Lexer.Token;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says in one sentence why a line is not understood, naming the words before and the input that is wrong. */
final class ParseErrors {

    private static final int MAX_QUOTED = 30;
    private static final int MAX_LISTED = 6;

    /** Longest input that a sentence repeats as it is; a path may be long, and its end is what tells. */
    private static final int MAX_REPEATED = 200;

    private ParseErrors() {}

    /** The line ended too early, behind this. */
    static CommandException incomplete(final List<Branch> ready, final String last) {
        final boolean afterWords = ready.stream().allMatch(Branch::inPath);
        return new CommandException(
                context(ready) + "expected " + listed(expected(ready)) + (afterWords ? "" : " after " + quoted(last)));
    }

    /** No branch fits the token, typed as this. */
    static CommandException unknown(
            final List<Branch> ready,
            final Token token,
            final String typed,
            final Set<String> abbreviated,
            final List<LineParser.Misfit> misfits) {
        return new CommandException(context(ready) + sentence(ready, token, typed, abbreviated, misfits));
    }

    /** An argument with what may stand for it: {@code <id> (a number 1..65535)}, {@code an interface}. */
    static String described(final Element.Argument argument, final ArgumentType<?> type) {
        return isNamedFor(argument, type)
                ? type.description()
                : "<" + argument.name() + "> (" + type.description() + ")";
    }

    /** Whether an argument's name says no more than its type does. */
    static boolean isNamedFor(final Element.Argument argument, final ArgumentType<?> type) {
        return type.description().endsWith(" " + argument.name());
    }

    /** A sentence in which input that is too long to read is cut. */
    static String shortened(final String sentence, final String input) {
        return input.length() <= MAX_REPEATED
                ? sentence
                : sentence.replace(input, input.substring(0, MAX_QUOTED) + "...");
    }

    static String quoted(final String text) {
        final String oneLine = text.strip().replaceAll("\\s+", " ");
        return "`" + (oneLine.length() > MAX_QUOTED ? oneLine.substring(0, MAX_QUOTED) + "..." : oneLine) + "'";
    }

    private static String sentence(
            final List<Branch> ready,
            final Token token,
            final String typed,
            final Set<String> abbreviated,
            final List<LineParser.Misfit> misfits) {
        if (token.kind() == Kind.UNCLOSED_BRACE) {
            return "no `}' closes " + quoted(typed);
        }
        if (abbreviated.size() > 1) {
            return "ambiguous input " + quoted(typed) + ", could be " + listed(abbreviated);
        }
        for (final LineParser.Misfit misfit : misfits) {
            if (misfit.resembles()) {
                return misfit.sentence();
            }
        }
        final Set<String> expected = expected(ready);
        if (expected.isEmpty()) {
            return "unknown input " + quoted(typed) + " after the end of the command";
        }
        if (expected.size() == 1 && misfits.size() == 1) {
            return misfits.getFirst().sentence();
        }
        return "unknown input " + quoted(typed) + hint(token.text(), expected);
    }

    private static String hint(final String text, final Set<String> expected) {
        final String nearest = expected.size() > MAX_LISTED ? nearest(text, expected) : null;
        return nearest == null ? ", expected " + listed(expected) : ", did you mean `" + nearest + "'?";
    }

    private static String nearest(final String text, final Set<String> expected) {
        String nearest = null;
        int distance = Math.min(3, text.length());
        for (final String word : expected) {
            // Lengths that differ by as much need no comparison, which for a long text would take long.
            final boolean near = Math.abs(word.length() - text.length()) < distance && !word.contains(" ");
            final int each = near ? EditDistance.between(text, word) : distance;
            if (each < distance) {
                distance = each;
                nearest = word;
            }
        }
        return nearest;
    }

    /** The words that all branches have in common, with a colon. */
    private static String context(final List<Branch> ready) {
        final Set<String> paths = new LinkedHashSet<>();
        ready.forEach(branch -> paths.add(branch.path()));
        String common = paths.isEmpty() ? "" : paths.iterator().next();
        for (final String path : paths) {
            while (!(path + " ").startsWith(common + " ") && !common.isEmpty()) {
                common = common.substring(0, Math.max(0, common.lastIndexOf(' ')));
            }
        }
        return common.isEmpty() ? "" : common + ": ";
    }

    private static Set<String> expected(final List<Branch> ready) {
        final Set<String> words = new TreeSet<>();
        final Set<String> arguments = new LinkedHashSet<>();
        for (final Branch branch : ready) {
            switch (branch.head()) {
                case Element.Word(var word) -> words.add(word);
                case Element.Argument argument ->
                    arguments.add(described(argument, branch.command().type(argument)));
                case null, default -> {}
            }
        }
        final Set<String> all = new LinkedHashSet<>(words);
        all.addAll(arguments);
        return all;
    }

    private static String listed(final Collection<String> words) {
        final List<String> all = List.copyOf(words);
        final int last = all.size() - 1;
        if (last <= 0) {
            return all.isEmpty() ? "nothing" : all.getFirst();
        }
        if (all.size() > MAX_LISTED) {
            return String.join(", ", all.subList(0, MAX_LISTED)) + " or " + (all.size() - MAX_LISTED)
                    + " more that `?' lists";
        }
        return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }
}
