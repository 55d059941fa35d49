package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.CommandException;
import io.weir.cli.CommandPattern.Element;
import io.weir.platform.cli.Lexer.Kind;
import io.weir.platform.cli.Lexer.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows all commands through a line at once, a token at a time; a branch that doesn't fit a token ends. A word that is
 * spelt out wins over one that it abbreviates, and where a word abbreviates several, all of them end.
 */
final class LineParser {

    /**
     * An argument that didn't fit.
     *
     * @param sentence why
     * @param resembles whether the token was probably meant for it
     */
    record Misfit(String sentence, boolean resembles) {}

    private static final Logger LOG = LoggerFactory.getLogger(LineParser.class);
    private static final int MAX_TOKENS = 10_000;

    private final String line;
    private final Lexer lexer;
    private final List<Branch> finished = new ArrayList<>();
    private List<Branch> ready;
    private String last = "";
    private int tokens;

    LineParser(final CommandTree tree, final String line) {
        this.line = line;
        this.lexer = new Lexer(line);
        this.ready = tree.beginnings();
    }

    /**
     * The one command that the line means.
     *
     * @throws CommandException if there is none, or more than one
     */
    Branch parse() {
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            step(token);
        }
        final List<Branch> complete = new ArrayList<>(finished);
        ready.stream().filter(Branch::complete).forEach(complete::add);
        if (complete.isEmpty()) {
            throw ParseErrors.incomplete(ready, last);
        }
        final Branch best =
                complete.stream().max(Comparator.comparing(Branch::rank)).orElseThrow();
        for (final Branch other : complete) {
            if (!other.command().shape().equals(best.command().shape())
                    && other.rank().equals(best.rank())) {
                throw new CommandException("ambiguous input `%s', could be `%s' or `%s'"
                        .formatted(
                                line.strip(),
                                best.command().spec().pattern(),
                                other.command().spec().pattern()));
            }
        }
        return best;
    }

    /** The branches that are left behind all tokens that end before a position; empty if none fits. */
    List<Branch> upTo(final int position) {
        try {
            for (Token token = lexer.next(); token != null && token.end() < position; token = lexer.next()) {
                step(token);
            }
            return ready;
        } catch (final CommandException e) {
            return List.of();
        }
    }

    private void step(final Token token) {
        if (++tokens > MAX_TOKENS) {
            throw new CommandException("the line has more than " + MAX_TOKENS + " words");
        }
        final Set<String> words = words(token);
        final boolean exact = words.contains(token.text());
        final List<Branch> next = new ArrayList<>();
        final List<Misfit> misfits = new ArrayList<>();
        final int finishedBefore = finished.size();
        for (final Branch branch : ready) {
            switch (branch.head()) {
                case Element.Word(var word)
                when exact ? word.equals(token.text()) : isOnly(words, word) ->
                    branch.afterWord(word, exact ? Branch.EXACT_WORD : Branch.ABBREVIATED_WORD)
                            .expand(next);
                case Element.Argument argument -> argument(branch, argument, token, next, misfits);
                case null, default -> {}
            }
        }
        if (next.isEmpty() && finished.size() == finishedBefore && finished.isEmpty()) {
            throw ParseErrors.unknown(ready, token, typed(token), exact ? Set.of() : words, misfits);
        }
        ready = next;
        last = typed(token);
    }

    private static boolean isOnly(final Set<String> words, final String word) {
        return words.size() == 1 && words.contains(word);
    }

    /** The literal words that the token may stand for. */
    private Set<String> words(final Token token) {
        final Set<String> words = new TreeSet<>();
        if (token.kind() == Kind.WORD) {
            for (final Branch branch : ready) {
                if (branch.head() instanceof Element.Word(var word) && word.startsWith(token.text())) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private void argument(
            final Branch branch,
            final Element.Argument argument,
            final Token token,
            final List<Branch> next,
            final List<Misfit> misfits) {
        final ArgumentType<?> type = branch.command().type(argument);
        final boolean rest = type.extent() == ArgumentType.Extent.REST;
        final String text = rest ? line.substring(token.start()).strip() : token.text();
        if (!rest && (type.extent() == ArgumentType.Extent.BRACES) != (token.kind() == Kind.BRACES)) {
            final String expected = "expected " + ParseErrors.described(argument, type);
            misfits.add(new Misfit(expected + ", got " + quoted(token), false));
            return;
        }
        if (!rest && token.kind() == Kind.UNCLOSED_QUOTE) {
            misfits.add(new Misfit("no `\"' closes " + quoted(token), true));
            return;
        }
        final char fit = type.fitsAnything() ? Branch.ANY_WORD_ARGUMENT : Branch.TYPED_ARGUMENT;
        try {
            final Object value = type.parse(text);
            branch.afterArgument(argument.name(), value, text, fit).expand(rest ? finished : next);
        } catch (final CommandException e) {
            // A type that the argument is named for is in the sentence already.
            final String which = ParseErrors.isNamedFor(argument, type) ? "" : "<" + argument.name() + ">: ";
            final String sentence = which + ParseErrors.shortened(e.getMessage(), text);
            misfits.add(new Misfit(sentence, type.resembles(text)));
        } catch (final RuntimeException e) {
            LOG.error("an argument's type of {} failed on {}", branch.command().owner(), token, e);
            misfits.add(new Misfit(quoted(token) + " cannot be read: " + e, true));
        }
    }

    private String quoted(final Token token) {
        return ParseErrors.quoted(typed(token));
    }

    /** The token with its quotes or braces. */
    private String typed(final Token token) {
        return line.substring(token.start(), token.end());
    }
}
