package io.weir.platform.cli;

import io.weir.cli.CommandPattern.Element;
import io.weir.cli.CommandPattern.Group;
import java.util.List;

/**
 * One way to understand a line up to some token. Immutable.
 *
 * @param command which the line would run
 * @param rest what the command's pattern still wants
 * @param captured what was understood
 * @param path the words before the first argument or option, in full, for messages
 * @param inPath whether no argument and no option was seen yet
 * @param rank one character per token, the larger the better the token fits
 */
record Branch(RegisteredCommand command, Rest rest, Capture captured, String path, boolean inPath, String rank) {

    static final char EXACT_WORD = '4';
    static final char TYPED_ARGUMENT = '3';
    static final char ABBREVIATED_WORD = '2';
    static final char ANY_WORD_ARGUMENT = '1';

    static Branch start(final RegisteredCommand command) {
        final Rest all = new Rest(new Rest.Step.Match(command.spec().pattern().root()), null);
        return new Branch(command, all, null, "", true, "");
    }

    boolean complete() {
        return rest == null;
    }

    /** The word or argument that comes next, null if the command is complete. Only for branches that were expanded. */
    Element head() {
        return rest != null && rest.step() instanceof Rest.Step.Match(var element) ? element : null;
    }

    Branch afterWord(final String word, final char fit) {
        final String words = !inPath ? path : path.isEmpty() ? word : path + " " + word;
        final Capture capture = new Capture(captured, Capture.Kind.WORD, word, null, null);
        return new Branch(command, rest.next(), capture, words, inPath, rank + fit);
    }

    Branch afterArgument(final String name, final Object value, final String text, final char fit) {
        final Capture capture = new Capture(captured, Capture.Kind.VALUE, name, value, text);
        return new Branch(command, rest.next(), capture, path, false, rank + fit);
    }

    /** Adds to {@code out} every branch that this one becomes, each complete or with a word or argument at its head. */
    void expand(final List<Branch> out) {
        if (rest == null) {
            out.add(this);
            return;
        }
        final Rest next = rest.next();
        switch (rest.step()) {
            case Rest.Step.Match(var element) -> expandElement(element, next, out);
            case Rest.Step.Pick(var options, var used) -> expandPick(options, used, next, out);
            case Rest.Step.Open(var group) ->
                noted(Capture.Kind.OPEN, group, next).expand(out);
            case Rest.Step.Close() -> noted(Capture.Kind.CLOSE, "", next).expand(out);
        }
    }

    private void expandElement(final Element element, final Rest next, final List<Branch> out) {
        switch (element) {
            case Element.Word word -> out.add(this);
            case Element.Argument argument -> out.add(this);
            case Element.Sequence(var elements) -> {
                Rest all = next;
                for (final Element each : elements.reversed()) {
                    all = match(each, all);
                }
                with(all).expand(out);
            }
            case Element.Choice(var alternatives) ->
                alternatives.forEach(each -> with(match(each, next)).expand(out));
            case Element.Options options ->
                with(new Rest(new Rest.Step.Pick(options, 0), next)).expand(out);
            case Element.Repeat(var group) -> {
                final Rest more = new Rest(new Rest.Step.Pick(new Element.Options(List.of(group)), 0), next);
                with(occurrence(group, more)).expand(out);
            }
        }
    }

    private void expandPick(final Element.Options options, final long used, final Rest next, final List<Branch> out) {
        for (int i = 0; i < options.groups().size(); i++) {
            final Group group = options.groups().get(i);
            final long bit = 1L << i;
            if ((used & bit) == 0) {
                final Rest more = new Rest(new Rest.Step.Pick(options, group.repeated() ? used : used | bit), next);
                new Branch(command, occurrence(group, more), captured, path, false, rank).expand(out);
            }
        }
        with(next).expand(out);
    }

    private static Rest occurrence(final Group group, final Rest next) {
        if (!group.repeated()) {
            return match(group.body(), next);
        }
        final Rest body = match(group.body(), new Rest(new Rest.Step.Close(), next));
        return new Rest(new Rest.Step.Open(group.name()), body);
    }

    private static Rest match(final Element element, final Rest next) {
        return new Rest(new Rest.Step.Match(element), next);
    }

    private Branch with(final Rest newRest) {
        return new Branch(command, newRest, captured, path, inPath, rank);
    }

    private Branch noted(final Capture.Kind kind, final String name, final Rest next) {
        return new Branch(command, next, new Capture(captured, kind, name, null, null), path, inPath, rank);
    }
}
