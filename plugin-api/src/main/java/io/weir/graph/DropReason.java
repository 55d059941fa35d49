package io.weir.graph;

import io.weir.plugin.HostOnly;
import java.util.Locale;

/**
 * Why a packet was dropped or punted, or what else a node counts by name; {@code show errors} prints it behind the
 * node that gave it. Immutable.
 */
public final class DropReason {
    /** How {@code show errors} ranks a reason. */
    public enum Severity {
        ERROR,
        WARN,
        INFO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int id;
    private final String name;
    private final String description;
    private final Severity severity;

    /** For the host: {@code Registrar.dropReason} gives reasons out. */
    @HostOnly
    public DropReason(final int id, final String name, final String description, final Severity severity) {
        this.id = id;
        this.name = name;
        this.description = description;
        this.severity = severity;
    }

    /** Number of this reason, unique in the host. */
    public int id() {
        return id;
    }

    /** Name as counters have it: words joined by hyphens. */
    public String name() {
        return name;
    }

    /** What {@code show errors} prints. */
    public String description() {
        return description;
    }

    public Severity severity() {
        return severity;
    }

    @Override
    public String toString() {
        return name;
    }
}
