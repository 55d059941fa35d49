package io.weir.platform.config;

import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
import io.weir.platform.text.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The host's configuration. Sections are declared and sources read in any order, later sources outweighing earlier ones;
 * then {@link #conclude()} checks everything. Plugins declare their sections after that, with {@link #claim}.
 * One thread: the launcher's, then main.
 */
public final class Configuration {

    private static final int MAX_MB = 16;

    /** Who declares the sections of the platform. */
    public static final String CORE = "core";

    private final Map<String, SectionSpec> declared = new LinkedHashMap<>();
    private final Map<String, String> owners = new HashMap<>();
    /** What is wrong with a section that a plugin wanted to claim, by the section's name. */
    private final Map<String, List<String>> mistaken = new LinkedHashMap<>();

    private final Map<String, List<Item>> read = new LinkedHashMap<>();
    private final Map<String, Position> firstPositions = new LinkedHashMap<>();
    private final Map<String, BoundSection> bound = new LinkedHashMap<>();

    /** One with the same sources read and nothing declared yet; for another thread. */
    public Configuration undeclared() {
        final Configuration copy = new Configuration();
        copy.read.putAll(read);
        copy.firstPositions.putAll(firstPositions);
        return copy;
    }

    /**
     * Declares a section that {@link #conclude()} shall check.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public Configuration declare(final SectionSpec spec) {
        if (declared.putIfAbsent(spec.name(), spec) != null) {
            throw new IllegalArgumentException("section `" + spec.name() + "' is declared already");
        }
        return this;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if it can't be read, or its braces don't match
     */
    public Configuration read(final Path file) throws ConfigException {
        final String text;
        try {
            text = TextFile.read(file, file.toString(), MAX_MB);
        } catch (final IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e.getMessage()));
        }
        return readText(file.toString(), text);
    }

    /**
     * Reads a text; {@code source} names it in messages.
     *
     * @throws ConfigException if its braces don't match
     */
    public Configuration readText(final String source, final String text) throws ConfigException {
        final ConfigParser parser = new ConfigParser();
        parser.text(source, text);
        return sections(parser.end());
    }

    /**
     * Reads the words of the command line.
     *
     * @throws ConfigException if their braces don't match
     */
    public Configuration readArguments(final List<String> arguments) throws ConfigException {
        final ConfigParser parser = new ConfigParser();
        for (int i = 0; i < arguments.size(); i++) {
            parser.argument(arguments.get(i), i + 1);
        }
        return sections(parser.end());
    }

    /**
     * Checks all declared sections.
     *
     * @throws ConfigException with a sentence for every mistake there is
     */
    public Configuration conclude() throws ConfigException {
        final List<String> mistakes = new ArrayList<>();
        declared.values().forEach(spec -> bound.put(spec.name(), bind(spec, mistakes)));
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return this;
    }

    /**
     * The values of a section that was declared and concluded.
     *
     * @throws IllegalStateException if it wasn't
     */
    public ConfigSection section(final SectionSpec spec) {
        final BoundSection section = bound.get(spec.name());
        if (section == null || !section.spec().equals(spec)) {
            throw new IllegalStateException("section `" + spec.name() + "' is not concluded");
        }
        return section;
    }

    /**
     * Declares, checks and returns a section after {@link #conclude()}, for a plugin; {@link #release(SectionSpec)} when
     * the plugin goes.
     *
     * @param owner id of the plugin
     * @throws ConfigException with a sentence for every mistake there is in the section; it is then not declared
     * @throws IllegalArgumentException if there is one of that name
     */
    public ConfigSection claim(final String owner, final SectionSpec spec) throws ConfigException {
        final List<String> mistakes = new ArrayList<>();
        declare(spec);
        final BoundSection section = bind(spec, mistakes);
        if (!mistakes.isEmpty()) {
            declared.remove(spec.name());
            mistaken.put(spec.name(), mistakes);
            throw new ConfigException(mistakes);
        }
        mistaken.remove(spec.name());
        owners.put(spec.name(), owner);
        bound.put(spec.name(), section);
        return section;
    }

    /** Takes a claimed section's declaration back; what was configured is kept for the next who claims it. */
    public void release(final SectionSpec spec) {
        if (declared.remove(spec.name(), spec)) {
            bound.remove(spec.name());
            owners.remove(spec.name());
        }
    }

    /** A sentence for every mistake in sections that plugins wanted to claim and were refused. */
    public List<String> mistakes() {
        return mistaken.values().stream().flatMap(List::stream).toList();
    }

    /** Who declares anything: the platform, and plugins that have claimed a section. */
    public Collection<String> owners() {
        return declared.keySet().stream().map(this::owner).distinct().toList();
    }

    /** The sections that somebody declares now, in the order in which they came. */
    public List<SectionSpec> sections(final String owner) {
        return declared.values().stream()
                .filter(spec -> owner(spec.name()).equals(owner))
                .toList();
    }

    private String owner(final String section) {
        return owners.getOrDefault(section, CORE);
    }

    /**
     * A sentence for every configured section that nobody knows.
     *
     * @param claimed names of those that plugins will claim
     */
    public List<String> unknown(final Collection<String> claimed) {
        final SortedSet<String> names = new TreeSet<>(claimed);
        names.removeAll(declared.keySet());
        final String known =
                String.join(", ", declared.keySet()) + (names.isEmpty() ? "" : ", " + String.join(", ", names));
        return unclaimed(name -> !names.contains(name), name -> "unknown section " + name + ", there are " + known);
    }

    /** A sentence for every configured section that nobody has claimed, once all plugins could have. */
    public List<String> unheeded() {
        return unclaimed(
                name -> true, name -> "section " + name + " has no effect: the plugin that claims it is not loaded");
    }

    private List<String> unclaimed(final Predicate<String> which, final UnaryOperator<String> sentence) {
        return firstPositions.entrySet().stream()
                .filter(section -> !declared.containsKey(section.getKey()) && which.test(section.getKey()))
                .map(section -> section.getValue() + ": " + sentence.apply(section.getKey()))
                .toList();
    }

    /** All declared settings with the values that hold and where they come from, in the configuration's own syntax. */
    public String render() {
        return new ConfigRenderer().render(bound.values());
    }

    private BoundSection bind(final SectionSpec spec, final List<String> mistakes) {
        final BoundSection section = new BoundSection(spec, "");
        new SectionBinder(mistakes).bind(read.getOrDefault(spec.name(), List.of()), section, spec.name());
        return section;
    }

    private Configuration sections(final List<Item> items) throws ConfigException {
        final List<String> mistakes = new ArrayList<>();
        for (int at = 0; at < items.size(); at++) {
            if (!(items.get(at) instanceof Item.Word(var name, var position))) {
                mistakes.add(items.get(at).position() + ": a section's name is missing before `{'");
            } else if (at + 1 < items.size() && items.get(at + 1) instanceof Item.Block block) {
                read.computeIfAbsent(name, key -> new ArrayList<>()).addAll(block.items());
                firstPositions.putIfAbsent(name, position);
                at++;
            } else {
                mistakes.add(position + ": `{' is missing after section " + name);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return this;
    }
}
