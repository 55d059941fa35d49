package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.rule.Rule;
import io.weir.acl.internal.rule.RuleParser;
import io.weir.acl.internal.rule.RuleText;
import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists as a file has them.
 *
 * <pre>
 *   # servers that the world may reach
 *   acl index 3 tag servers
 *   permit dst 192.0.2.10/32 proto tcp dport 443
 *   deny
 * </pre>
 *
 * A line {@code acl} begins a list; index and tag may be left out, and the line as well, if the file has one list only.
 */
final class ListFile {
    /** An index that the file doesn't say. */
    static final int NONE = -1;

    private static final int MOST_ERRORS = 10;
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*");
    private static final Pattern HEAD =
            Pattern.compile("acl(?:\\s+index\\s+(?<index>\\d{1,7}))?(?:\\s+tag\\s+(?<tag>\\S+))?");

    /** Lists that were read; their index may be {@link #NONE}. */
    private final List<AccessList> lists = new ArrayList<>();

    private final List<String> errors = new ArrayList<>();
    private final String name;
    private int index = NONE;
    private String tag = "";
    private List<Rule> rules = new ArrayList<>();
    private int beganAt;
    private boolean began;

    private ListFile(final String name) {
        this.name = name;
    }

    /**
     * Reads a file's lines.
     *
     * @throws CommandException with a sentence for each of the first mistakes, with the line's number.
     */
    static List<AccessList> read(final String name, final List<String> lines) {
        final ListFile file = new ListFile(name);
        int number = 0;
        for (final String line : lines) {
            number++;
            // Of large files most lines have no comment, and a matcher for each would be more than its rule.
            final String text =
                    (line.indexOf('#') < 0 ? line : COMMENT.matcher(line).replaceFirst("")).strip();
            if (file.errors.size() == MOST_ERRORS) {
                file.errors.add("lines from " + number + " on were not looked at");
                break;
            }
            if (!text.isEmpty()) {
                file.line(number, text);
            }
        }
        file.end();
        if (!file.errors.isEmpty()) {
            throw new CommandException(String.join("\n", file.errors));
        }
        if (file.lists.isEmpty()) {
            throw new CommandException(name + " has no rules");
        }
        return file.lists;
    }

    private void line(final int number, final String text) {
        if (text.equals("acl") || text.startsWith("acl ") || text.startsWith("acl\t")) {
            head(number, text);
            return;
        }
        began = true;
        try {
            rules.add(RuleParser.rule(text));
        } catch (final CommandException e) {
            error(number, e.getMessage());
        }
    }

    private void head(final int number, final String text) {
        end();
        final Matcher head = HEAD.matcher(text);
        began = true;
        beganAt = number;
        if (!head.matches()) {
            error(number, "`" + text + "' is not acl [index N] [tag T]");
            return;
        }
        index = head.group("index") == null ? NONE : Integer.parseInt(head.group("index"));
        tag = head.group("tag") == null ? "" : head.group("tag");
        if (index != NONE && lists.stream().anyMatch(list -> list.index() == index)) {
            error(number, "ACL " + index + " is there twice");
        }
    }

    private void end() {
        if (began) {
            if (rules.isEmpty() && errors.isEmpty()) {
                error(beganAt, "a list has one rule at least");
            }
            lists.add(new AccessList(index, tag, List.copyOf(rules)));
        }
        rules = new ArrayList<>();
        index = NONE;
        tag = "";
        began = false;
    }

    private void error(final int number, final String sentence) {
        errors.add(name + ":" + number + ": " + sentence);
    }

    /** A list's lines. */
    static void write(final AccessList list, final Appender to) throws java.io.IOException {
        to.line("acl index " + list.index() + (list.tag().isEmpty() ? "" : " tag " + list.tag()));
        for (final Rule rule : list.rules()) {
            to.line(RuleText.of(rule));
        }
    }

    /** Takes lines. */
    @FunctionalInterface
    interface Appender {
        void line(String text) throws java.io.IOException;
    }
}
