package io.weir.platform.cli;

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

    private ParseErrors() {}

    /** The line ended too early. */
    static CommandException incomplete(final List<Branch> ready) {
        return new CommandException(context(ready) + "expected " + listed(expected(ready)));
    }

    /** No branch fits the token. */
    static CommandException unknown(
            final List<Branch> ready,
            final Token token,
            final Set<String> abbreviated,
            final List<LineParser.Misfit> misfits) {
        return new CommandException(context(ready) + sentence(ready, token, abbreviated, misfits));
    }

    static String quoted(final String text) {
        final String oneLine = text.strip().replaceAll("\\s+", " ");
        return "`" + (oneLine.length() > MAX_QUOTED ? oneLine.substring(0, MAX_QUOTED) + "..." : oneLine) + "'";
    }

    private static String sentence(
            final List<Branch> ready,
            final Token token,
            final Set<String> abbreviated,
            final List<LineParser.Misfit> misfits) {
        if (token.kind() == Kind.UNCLOSED_BRACE) {
            return "no `}' closes " + quoted("{" + token.text());
        }
        if (abbreviated.size() > 1) {
            return "ambiguous input " + quoted(token.text()) + ", could be " + listed(abbreviated);
        }
        for (final LineParser.Misfit misfit : misfits) {
            if (misfit.resembles()) {
                return misfit.sentence();
            }
        }
        final Set<String> expected = expected(ready);
        if (expected.isEmpty()) {
            return "unknown input " + quoted(token.text()) + " after the end of the command";
        }
        if (expected.size() == 1 && misfits.size() == 1) {
            return misfits.getFirst().sentence();
        }
        return "unknown input " + quoted(token.text()) + hint(token.text(), expected);
    }

    private static String hint(final String text, final Set<String> expected) {
        if (expected.size() <= MAX_LISTED) {
            return ", expected " + listed(expected);
        }
        String nearest = null;
        int distance = Math.min(3, text.length());
        for (final String word : expected) {
            final int each = word.contains(" ") ? distance : EditDistance.between(text, word);
            if (each < distance) {
                distance = each;
                nearest = word;
            }
        }
        return nearest == null ? "" : ", did you mean `" + nearest + "'?";
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
                    arguments.add(branch.command().type(argument).description());
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
        return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
    }
}
