package io.weir.platform.plugin.archive;

import io.weir.cli.CommandException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;
import org.pf4j.VersionManager;

/** Which plugins can be there together, and in what order; versions are compared by PF4J (semantic versioning). */
public final class Dependencies {
    private static final VersionManager VERSIONS = new DefaultVersionManager();
    /** They are parsed by recursion. */
    private static final int RANGE_LIMIT = 256;

    private Dependencies() {}

    /**
     * Checks that a plugin was made for this host.
     *
     * @throws CommandException with one sentence when it wasn't.
     */
    public static void checkApi(final PluginArchive archive, final String apiVersion) {
        final String wanted = archive.descriptor().getRequires();
        if (!satisfies(archive, apiVersion, wanted)) {
            throw new CommandException("plugin " + archive + " requires version " + wanted
                    + " of the plugin API, this host has " + apiVersion);
        }
    }

    /**
     * Checks that what a plugin depends on is there.
     *
     * @param present all plugins by id.
     * @throws CommandException with one sentence when something is missing or has a version that won't do.
     */
    public static void check(final PluginArchive archive, final Map<String, PluginArchive> present) {
        for (final PluginDependency dependency : archive.descriptor().getDependencies()) {
            final PluginArchive other = present.get(dependency.getPluginId());
            final String range = dependency.getPluginVersionSupport();
            if (other == null && !dependency.isOptional()) {
                throw new CommandException("plugin " + archive + " needs plugin " + dependency.getPluginId()
                        + ("*".equals(range) ? "" : " " + range) + ", which is not loaded");
            }
            if (other != null && !satisfies(archive, other.version(), range)) {
                throw new CommandException("plugin " + archive + " needs plugin " + dependency.getPluginId() + " "
                        + range + ", there is " + other.version());
            }
        }
    }

    private static boolean satisfies(final PluginArchive archive, final String version, final String range) {
        try {
            return VERSIONS.checkVersionConstraint(version, range);
        } catch (final RuntimeException e) {
            throw new CommandException("plugin " + archive + ": `" + range + "' is no range of versions", e);
        }
    }

    /**
     * Checks what a plugin says of itself and of those that it needs, whoever is there: its version can be compared with
     * others, what it requires are ranges, and it isn't itself among what it needs.
     *
     * @throws CommandException with one sentence.
     */
    static void checkAlone(final PluginArchive archive) {
        try {
            compare(archive.version(), archive.version());
        } catch (final RuntimeException e) {
            throw new CommandException(
                    archive.path() + ": Plugin-Version `" + archive.version()
                            + "' is not a version such as 1.2.3, which has no leading zeros",
                    e);
        }
        requireRange(archive, archive.descriptor().getRequires());
        for (final PluginDependency dependency : archive.descriptor().getDependencies()) {
            requireRange(archive, dependency.getPluginVersionSupport());
            if (dependency.getPluginId().equals(archive.id())) {
                throw new CommandException(archive.path() + ": plugin " + archive + " needs itself");
            }
        }
    }

    private static void requireRange(final PluginArchive archive, final String range) {
        if (range.length() > RANGE_LIMIT) {
            throw new CommandException(
                    archive.path() + ": a range of versions is longer than " + RANGE_LIMIT + " characters");
        }
        satisfies(archive, archive.version(), range);
    }

    /** Compares two versions as semantic versioning does. */
    public static int compare(final String one, final String other) {
        return VERSIONS.compareVersions(one, other);
    }

    /** The one of the higher version; of equal ones the first. */
    public static PluginArchive higher(final PluginArchive one, final PluginArchive other) {
        return compare(other.version(), one.version()) > 0 ? other : one;
    }

    /**
     * Sorts plugins so that each comes after those it depends on, also those that it can do without; else they stay in their
     * order.
     *
     * @throws CommandException when some depend on each other.
     */
    public static List<PluginArchive> sort(final Collection<PluginArchive> archives) {
        final Map<String, PluginArchive> open = new LinkedHashMap<>();
        archives.forEach(archive -> open.put(archive.id(), archive));
        final List<PluginArchive> sorted = new ArrayList<>();
        while (!open.isEmpty()) {
            final PluginArchive next = open.values().stream()
                    .filter(archive -> archive.descriptor().getDependencies().stream()
                            .noneMatch(dependency -> open.containsKey(dependency.getPluginId())))
                    .findFirst()
                    .orElseThrow(() -> new CommandException(
                            "plugins depend on each other in a circle: " + String.join(", ", circle(open.values()))));
            sorted.add(open.remove(next.id()));
        }
        return sorted;
    }

    /** Those that depend on themselves by way of others, not those that merely depend on these. */
    private static List<String> circle(final Collection<PluginArchive> open) {
        return open.stream()
                .map(PluginArchive::id)
                .filter(id -> dependents(id, open).contains(id))
                .toList();
    }

    /** Ids of those that depend on a plugin, directly or not, those first that are nearest; also if they can do without it. */
    public static List<String> dependents(final String id, final Collection<PluginArchive> present) {
        return dependents(id, present, dependency -> true);
    }

    /** Those of them that can't do without it. */
    public static List<String> needing(final String id, final Collection<PluginArchive> present) {
        return dependents(id, present, dependency -> !dependency.isOptional());
    }

    private static List<String> dependents(
            final String id, final Collection<PluginArchive> present, final Predicate<PluginDependency> which) {
        final Set<String> found = new LinkedHashSet<>();
        final List<String> open = new ArrayList<>(List.of(id));
        while (!open.isEmpty()) {
            final String next = open.removeFirst();
            for (final PluginArchive archive : present) {
                final boolean needs = archive.descriptor().getDependencies().stream()
                        .anyMatch(dependency -> dependency.getPluginId().equals(next) && which.test(dependency));
                if (needs && found.add(archive.id())) {
                    open.add(archive.id());
                }
            }
        }
        return List.copyOf(found);
    }

    /** Ids of plugins that a plugin depends on, directly or not, and that are there. */
    public static Set<String> closure(final PluginArchive archive, final Map<String, PluginArchive> present) {
        final Set<String> found = new LinkedHashSet<>();
        for (final PluginDependency dependency : archive.descriptor().getDependencies()) {
            final PluginArchive other = present.get(dependency.getPluginId());
            if (other != null && !found.contains(other.id())) {
                found.addAll(closure(other, present));
                found.add(other.id());
            }
        }
        return found;
    }
}
