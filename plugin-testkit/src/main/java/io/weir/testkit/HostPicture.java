package io.weir.testkit;

import io.weir.platform.fault.FaultSite;
import java.util.ArrayList;
import java.util.List;

/** What a host has counted, dropped and failed at, and what it does, in words: for tests whose condition didn't come. */
final class HostPicture {
    private static final int MAX_LINES = 40;

    private HostPicture() {}

    static String of(final TestHost test) {
        final StringBuilder out = new StringBuilder();
        command(test, out, "show errors");
        out.append("faults: ").append(test.faults()).append('\n');
        test.host().faults().sites().stream()
                .map(FaultSite::owner)
                .distinct()
                .sorted()
                .forEach(owner -> command(test, out, "plugin faults " + owner));
        out.append("counters:\n");
        final List<String> counted = new ArrayList<>();
        test.host().registries().counters().all().stream()
                .filter(counter -> counter.sum() != 0)
                .forEach(counter -> counted.add(counter.name() + " " + counter.sum()));
        test.host().registries().indexed().all().forEach(counter -> {
            for (int i = 0; i < counter.size(); i++) {
                if (counter.sum(i) != 0) {
                    counted.add(counter.name() + "[" + i + "] " + counter.sum(i));
                }
            }
        });
        lines(out, counted);
        command(test, out, "show interface");
        command(test, out, "show interface rx-placement");
        out.append("buffers in use: ").append(test.buffersInUse()).append('\n');
        return out.toString();
    }

    private static void command(final TestHost test, final StringBuilder out, final String command) {
        out.append(command).append(":\n");
        try {
            lines(out, test.cli(command).lines().toList());
        } catch (final AssertionError e) {
            lines(out, List.of(e.getMessage()));
        }
    }

    private static void lines(final StringBuilder out, final List<String> lines) {
        lines.stream()
                .limit(MAX_LINES)
                .forEach(line -> out.append("  ").append(line).append('\n'));
        if (lines.size() > MAX_LINES) {
            out.append("  and ").append(lines.size() - MAX_LINES).append(" more\n");
        }
    }
}
