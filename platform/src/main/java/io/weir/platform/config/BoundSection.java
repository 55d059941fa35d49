package io.weir.platform.config;

import io.weir.config.ConfigSection;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A section's values with where each was configured. Filled by {@link SectionBinder}, not changed after. */
final class BoundSection implements ConfigSection {

    /**
     * One configured value.
     *
     * @param value as its type reads it
     * @param position where it stands
     */
    record Value(Object value, Position position) {}

    private final SectionSpec spec;
    private final String label;
    private final Map<String, List<Value>> values = new LinkedHashMap<>();
    private final Map<String, Map<String, BoundSection>> blocks = new LinkedHashMap<>();

    BoundSection(final SectionSpec spec, final String label) {
        this.spec = spec;
        this.label = label;
    }

    void add(final Setting<?> setting, final Value value) {
        values.computeIfAbsent(setting.name(), key -> new ArrayList<>()).add(value);
    }

    /** The block of that label, made if it isn't there. */
    BoundSection block(final SectionSpec block, final String blockLabel) {
        return blocks.computeIfAbsent(block.name(), key -> new LinkedHashMap<>())
                .computeIfAbsent(blockLabel, key -> new BoundSection(block, blockLabel));
    }

    SectionSpec spec() {
        return spec;
    }

    List<Value> bound(final Setting<?> setting) {
        if (!spec.settings().contains(setting)) {
            throw new IllegalArgumentException(
                    "section `" + spec.name() + "' doesn't declare setting `" + setting.name() + "'");
        }
        return values.getOrDefault(setting.name(), List.of());
    }

    List<BoundSection> bound(final SectionSpec block) {
        return List.copyOf(blocks.getOrDefault(block.name(), Map.of()).values());
    }

    @Override
    public <T> T value(final Setting<T> setting) {
        final List<T> all = values(setting);
        return all.isEmpty() ? setting.defaultValue() : all.getLast();
    }

    @Override
    @SuppressWarnings("unchecked") // the binder puts under a setting only what the setting's type has parsed
    public <T> List<T> values(final Setting<T> setting) {
        return bound(setting).stream().map(value -> (T) value.value()).toList();
    }

    @Override
    public boolean isSet(final Setting<?> setting) {
        return !bound(setting).isEmpty();
    }

    @Override
    public List<ConfigSection> blocks(final SectionSpec block) {
        return List.copyOf(bound(block));
    }

    @Override
    public String label() {
        return label;
    }
}
