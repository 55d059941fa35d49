package io.weir.platform.config;

import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The host's configuration. Sections are declared and sources read in any order, later sources outweighing earlier ones;
 * then {@link #conclude()} checks everything. Plugins declare their sections after that, with {@link #claim(SectionSpec)}.
 * One thread: the launcher's, then main.
 */
public final class Configuration {

    private final Map<String, SectionSpec> declared = new LinkedHashMap<>();
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
            text = Files.readString(file);
        } catch (final IOException e) {
            throw new ConfigException(List.of(file + ": cannot be read: " + e));
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
     * @throws ConfigException with a sentence for every mistake there is in the section; it is then not declared
     * @throws IllegalArgumentException if there is one of that name
     */
    public ConfigSection claim(final SectionSpec spec) throws ConfigException {
        final List<String> mistakes = new ArrayList<>();
        declare(spec);
        final BoundSection section = bind(spec, mistakes);
        if (!mistakes.isEmpty()) {
            declared.remove(spec.name());
            throw new ConfigException(mistakes);
        }
        bound.put(spec.name(), section);
        return section;
    }

    /** Takes a claimed section's declaration back; what was configured is kept for the next who claims it. */
    public void release(final SectionSpec spec) {
        if (declared.remove(spec.name(), spec)) {
            bound.remove(spec.name());
        }
    }

    /** A sentence for every configured section that nobody has declared so far. */
    public List<String> unclaimed() {
        final List<String> sentences = new ArrayList<>();
        firstPositions.forEach((name, position) -> {
            if (!declared.containsKey(name)) {
                sentences.add(
                        position + ": unknown section " + name + ", there are " + String.join(", ", declared.keySet()));
            }
        });
        return sentences;
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
