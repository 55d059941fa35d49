package io.weir.platform.cli;

import io.weir.cli.ArgumentType;
import io.weir.cli.CommandPattern.Element;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What may follow in a line: words with their commands' help, and names that arguments know. */
final class Completer {

    private static final Logger LOG = LoggerFactory.getLogger(Completer.class);
    private static final int MAX_FOLLOWING = 8;

    private final List<Branch> branches;
    private final String typed;
    private final boolean quoted;

    Completer(final CommandTree tree, final String line, final int cursor) {
        final String before = line.substring(0, Math.clamp(cursor, 0, line.length()));
        final LastWord last = LastWord.of(before);
        this.typed = last.text();
        this.quoted = last.quoted();
        this.branches = new LineParser(tree, before.substring(0, last.start())).upTo(last.start() + 1);
    }

    /** Words to complete with. */
    List<Completion> completions() {
        final List<Completion> all = new ArrayList<>();
        words().forEach((word, followers) -> all.add(new Completion(word, help(followers))));
        final Set<String> names = new LinkedHashSet<>();
        types().forEach(type -> names.addAll(candidates(type)));
        names.stream().filter(name -> name.startsWith(typed)).forEach(name -> all.add(new Completion(name, "")));
        return all;
    }

    /** As {@link #completions()}, and what else may stand here. */
    List<Completion> help() {
        final List<Completion> all = completions();
        types().forEach(type -> all.add(new Completion("", type.description())));
        if (typed.isEmpty()) {
            branches.stream()
                    .filter(Branch::complete)
                    .limit(1)
                    .forEach(branch -> all.add(
                            new Completion("<cr>", branch.command().spec().help())));
        }
        return all;
    }

    /** What was typed of a file's name, null if no file may stand here. */
    String file() {
        return types().stream().anyMatch(ArgumentType::isFile) ? typed : null;
    }

    private List<String> candidates(final ArgumentType<?> type) {
        try {
            return type.candidates(typed);
        } catch (final RuntimeException e) {
            LOG.error("the candidates for {} cannot be listed", type.getClass(), e);
            return List.of();
        }
    }

    private Map<String, List<Branch>> words() {
        final Map<String, List<Branch>> words = new TreeMap<>();
        for (final Branch branch : branches) {
            if (!quoted && branch.head() instanceof Element.Word(var word) && word.startsWith(typed)) {
                branch.afterWord(word, Branch.EXACT_WORD).expand(words.computeIfAbsent(word, key -> new ArrayList<>()));
            }
        }
        return words;
    }

    private Set<ArgumentType<?>> types() {
        final Set<ArgumentType<?>> types = new LinkedHashSet<>();
        for (final Branch branch : branches) {
            if (branch.head() instanceof Element.Argument argument) {
                types.add(branch.command().type(argument));
            }
        }
        return types;
    }

    /** The help of the one command that is left, else the words that follow. */
    private static String help(final List<Branch> followers) {
        final Set<String> helps = new LinkedHashSet<>();
        final Set<String> next = new LinkedHashSet<>();
        for (final Branch branch : followers) {
            helps.add(branch.command().spec().help());
            if (branch.head() instanceof Element.Word(var word)) {
                next.add(word);
            }
        }
        if (helps.size() == 1) {
            return helps.iterator().next();
        }
        final String shown =
                String.join(", ", next.stream().limit(MAX_FOLLOWING).toList());
        return next.size() > MAX_FOLLOWING ? shown + ", ..." : shown;
    }
}
