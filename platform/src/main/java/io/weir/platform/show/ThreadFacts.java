package io.weir.platform.show;

import io.weir.platform.thread.GraphLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says of a thread.
 *
 * @param lwp its id, as ps and top have it.
 * @param pinned whether it was given a core of its own.
 * @param lcore the core that it is pinned to, else the one it ran on last.
 * @param policy scheduling policy and priority, {@code other (0)}.
 */
record ThreadFacts(int lwp, boolean pinned, int lcore, String policy) {
    private static final String[] POLICIES = {"other", "fifo", "rr", "batch", "iso", "idle", "deadline", "ext"};
    /** Fields of /proc/PID/stat behind the name, which is the second and may contain anything. */
    private static final int PROCESSOR = 39 - 3;

    private static final int PRIORITY = 40 - 3;
    private static final int POLICY = 41 - 3;

    /** Facts of a thread that runs. */
    static ThreadFacts of(final GraphLoop thread) {
        return of(thread.lwp(), thread.cpu(), read(Path.of("/proc/self/task/" + thread.lwp() + "/stat")));
    }

    /** Facts from a thread's id, its core or -1, and the text of its stat file, empty if there is none. */
    static ThreadFacts of(final int lwp, final int cpu, final String stat) {
        final String[] fields =
                stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        final int policy = field(fields, POLICY);
        final String name = policy < POLICIES.length ? POLICIES[policy] : Integer.toString(policy);
        final int lcore = cpu >= 0 ? cpu : field(fields, PROCESSOR);
        return new ThreadFacts(lwp, cpu >= 0, lcore, name + " (" + field(fields, PRIORITY) + ")");
    }

    private static int field(final String[] fields, final int at) {
        return at < fields.length ? Integer.parseInt(fields[at]) : 0;
    }

    /** A number of the core's place in the machine: {@code core_id} or {@code physical_package_id}; empty if unknown. */
    String topology(final String name) {
        return read(Path.of("/sys/devices/system/cpu/cpu" + lcore + "/topology/" + name));
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file).strip();
        } catch (final IOException e) {
            return "";
        }
    }
}
