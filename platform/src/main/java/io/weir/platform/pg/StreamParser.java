package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.graph.Frame;
import io.weir.memory.Buffer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code packet-generator new { … }} and {@code configure}: keys in any order, each with its value. */
final class StreamParser {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?(?:e\\d{1,2})?)([kmgKMG]?)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([-+])(\\d{1,6})");
    private static final int MAX_RING = 1 << 20;

    private final Words words;
    private final StreamDraft to;

    private StreamParser(final String text, final StreamSpec base) {
        words = new Words(text);
        to = new StreamDraft(base);
    }

    /** Reads the description of a new stream. */
    static StreamSpec parse(final String text) {
        final StreamSpec nothing =
                new StreamSpec("", 0, 0, 0, 0, 0, false, Buffer.DATA_BYTES, "", 0, "", "", Frame.CAPACITY, "", "");
        final StreamParser parser = new StreamParser(text, nothing);
        while (!parser.words.done()) {
            if (!parser.parameter() && !parser.identity()) {
                throw parser.words.refuse("unknown input `" + parser.words.rest() + "'");
            }
        }
        final StreamSpec spec = parser.spec();
        if (spec.data().isEmpty() && !spec.replays()) {
            throw new CommandException("no packet data given, expected `data { ... }' or `pcap FILE'");
        }
        if (!spec.data().isEmpty() && spec.replays()) {
            throw new CommandException("both data and pcap " + spec.pcap() + " are given, expected one of them");
        }
        return spec;
    }

    /** Reads changes to a stream. */
    static StreamSpec change(final StreamSpec stream, final String text) {
        final StreamParser parser = new StreamParser(text, stream);
        if (parser.words.done()) {
            throw new CommandException("nothing to change, expected limit, rate, ring, size, maxframe or buffer-size");
        }
        while (!parser.words.done()) {
            if (!parser.parameter()) {
                throw parser.words.refuse("`" + parser.words.rest()
                        + "' can't be changed, expected limit, rate, ring, size, maxframe or buffer-size");
            }
        }
        return parser.spec();
    }

    private StreamSpec spec() {
        if (to.ring > 0 && to.rate == 0) {
            throw new CommandException("ring " + to.ring + " needs a rate");
        }
        return to.spec();
    }

    private boolean identity() {
        if (words.accept("name")) {
            to.name = words.word("a name");
        } else if (words.accept("node")) {
            to.node = words.word("a node");
        } else if (words.accept("worker")) {
            to.worker = integer("worker", 0, 65_535);
        } else if (words.accept("interface") || words.accept("source")) {
            to.rxInterface = words.word("an interface");
        } else if (words.accept("tx-interface")) {
            to.txInterface = words.word("an interface");
        } else if (words.accept("pcap")) {
            to.pcap = words.word("a file");
        } else if (words.accept("data")) {
            to.data = words.braces("data").strip();
            if (to.data.isEmpty()) {
                throw words.refuse("data { } says nothing of the packet");
            }
        } else {
            return false;
        }
        return true;
    }

    private boolean parameter() {
        if (words.accept("limit")) {
            to.limit = limit(words.word("a number of packets"));
        } else if (words.accept("rate")) {
            final String text = words.word("packets per second");
            to.rate = number("rate", text);
            if (to.rate > 1e10) {
                throw words.refuse("rate " + text + " is too high, at most 1e10 packets per second are possible");
            }
        } else if (words.accept("ring")) {
            to.ring = integer("ring", 0, MAX_RING);
        } else if (words.accept("size")) {
            size();
        } else if (words.accept("maxframe")) {
            to.maxFrame = integer("maxframe", 1, Frame.CAPACITY);
        } else if (words.accept("buffer-size")) {
            to.bufferBytes = integer("buffer-size", 64, Buffer.DATA_BYTES);
        } else {
            return false;
        }
        return true;
    }

    private void size() {
        final String shortest = words.value("a size such as 64-64");
        final StringBuilder text = new StringBuilder(shortest);
        if (words.acceptSymbol("-")) {
            text.append('-').append(words.value("the longest size"));
        } else if (words.acceptSymbol("+")) {
            text.append('+').append(words.value("the longest size"));
        } else {
            text.append('-').append(shortest);
        }
        final Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw words.refuse("size `" + text + "' is no size, expected MIN-MAX or MIN+MAX");
        }
        to.minBytes = Integer.parseInt(matcher.group(1));
        to.maxBytes = Integer.parseInt(matcher.group(3));
        to.randomSize = matcher.group(2).equals("+") && to.minBytes < to.maxBytes;
        if (to.maxBytes < to.minBytes) {
            throw words.refuse("size `" + text + "': the longest is below the shortest");
        }
        if (to.minBytes == 0 || to.maxBytes > Buffer.MAX_PACKET_BYTES) {
            throw words.refuse("size `" + text + "' is out of range, 1 to " + Buffer.MAX_PACKET_BYTES + " is allowed");
        }
    }

    private int integer(final String what, final int min, final int max) {
        final String text = words.word("a number after " + what);
        if (text.matches("\\d{1,9}")) {
            final int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
            throw words.refuse(what + " " + text + " is out of range, " + min + " to " + max + " is allowed");
        }
        throw words.refuse(what + " `" + text + "' is no number, expected " + min + " to " + max);
    }

    private long limit(final String text) {
        if (text.equals("-1")) {
            return -1;
        }
        final double value = number("limit", text);
        if (value > 1e18) {
            throw words.refuse("limit " + text + " is too high, at most 1e18 packets are possible");
        }
        return (long) value;
    }

    private double number(final String what, final String text) {
        final Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            throw words.refuse(what + " `" + text + "' is no number, expected one such as 1000, 64k or 2.5m");
        }
        final int unit = "kmg".indexOf(matcher.group(2).toLowerCase(Locale.ROOT));
        return Double.parseDouble(matcher.group(1)) * (matcher.group(2).isEmpty() ? 1 : Math.pow(1_000, unit + 1));
    }
}
