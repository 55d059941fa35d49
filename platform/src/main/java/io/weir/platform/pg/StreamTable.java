package io.weir.platform.pg;

import java.util.Collection;
import java.util.List;

/** Prints {@code show packet-generator} as VPP's users know it. */
final class StreamTable {
    private StreamTable() {}

    static String table(final Collection<Stream> streams) {
        if (streams.isEmpty()) {
            return "no streams currently defined\n";
        }
        final StringBuilder out = new StringBuilder(200);
        out.append(left("Name", 16))
                .append(centre("Enabled", 12))
                .append(centre("Count", 16))
                .append("Parameters\n");
        for (final Stream stream : streams) {
            out.append(left(stream.spec.name(), 16));
            out.append(centre(stream.enabled ? "Yes" : "No", 12));
            out.append(centre(Long.toString(stream.counters.generated()), 16));
            out.append(stream.spec.parameters());
            if (stream.spec.ring() > 0) {
                out.append("offered ").append(stream.counters.offered());
                out.append(", lost ").append(stream.counters.lost()).append(", ");
            }
            out.append('\n');
        }
        return out.toString();
    }

    static String details(final Stream stream, final Lane lane) {
        final StringBuilder out = new StringBuilder(table(List.of(stream)));
        out.append("  node ").append(stream.spec.node());
        out.append(", interface ").append(stream.spec.rxInterface());
        out.append(", maxframe ").append(stream.spec.maxFrame()).append('\n');
        out.append("  offered ").append(stream.counters.offered());
        out.append(", generated ").append(stream.counters.generated());
        out.append(", lost ").append(stream.counters.lost()).append('\n');
        out.append("  longest gap between polls ")
                .append(lane.maxGapNs() / 1_000)
                .append(" us\n");
        final boolean replays = stream.spec.replays();
        out.append(replays ? "  pcap " : "  data { ").append(replays ? stream.spec.pcap() : stream.spec.data());
        return out.append(replays ? "\n" : " }\n").toString();
    }

    private static String left(final String text, final int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Centred; an odd blank goes to the left, as VPP puts it. */
    private static String centre(final String text, final int width) {
        final int blanks = Math.max(0, width - text.length());
        return " ".repeat((blanks + 1) / 2) + text + " ".repeat(blanks / 2);
    }
}
