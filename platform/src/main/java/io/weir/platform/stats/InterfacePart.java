package io.weir.platform.stats;

import io.weir.iface.Interface;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.iface.CounterBlock;
import io.weir.platform.iface.InterfaceTable;
import io.weir.platform.thread.GraphLoop;
import io.weir.plugin.Statistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code /if}: the counters of all interfaces by sw_if_index, and {@code /interfaces/NAME}: the same by name. */
final class InterfacePart implements Part {
    private final List<GraphLoop> threads;
    private final InterfaceTable interfaces;
    private final List<CounterBlock> blocks;
    private final Map<Kind, Cells> rows = new EnumMap<>(Kind.class);
    /** Names by index, null where there is none. */
    private List<String> names = List.of();

    InterfacePart(final List<GraphLoop> threads, final InterfaceTable interfaces, final List<CounterBlock> blocks) {
        this.threads = threads;
        this.interfaces = interfaces;
        this.blocks = blocks;
    }

    /** What VPP calls a counter. */
    private static String name(final Kind kind) {
        return switch (kind) {
            case RX -> "rx";
            case TX -> "tx";
            default -> kind.packetsLabel();
        };
    }

    @Override
    public boolean isCurrent() {
        int found = 0;
        for (final Interface device : interfaces.all()) {
            if (device.swIfIndex() >= names.size() || !device.name().equals(names.get(device.swIfIndex()))) {
                return false;
            }
            found++;
        }
        return found == names.size() - Collections.frequency(names, null);
    }

    @Override
    public void describe(final Layout layout) {
        names = new ArrayList<>();
        final Collection<? extends Interface> all = interfaces.all();
        for (final Interface device : all) {
            while (names.size() < device.swIfIndex()) {
                names.add(null);
            }
            names.add(device.name());
        }
        layout.names("/if/names", names);
        final int threadCount = threads.size();
        for (final Kind kind : Kind.values()) {
            final String name = "/if/" + name(kind);
            rows.put(
                    kind,
                    kind.bytesLabel() == null
                            ? layout.simple(name, threadCount, names.size())
                            : layout.combined(name, threadCount, names.size()));
        }
        for (final Interface device : all) {
            rows.forEach((kind, cells) -> layout.link(Statistics.of(device, name(kind)), cells, device.swIfIndex()));
        }
    }

    @Override
    public void fill() {
        for (int thread = 0; thread < blocks.size(); thread++) {
            final CounterBlock block = blocks.get(thread);
            for (final Map.Entry<Kind, Cells> row : rows.entrySet()) {
                fill(thread, block, row.getKey(), row.getValue());
            }
        }
    }

    private void fill(final int thread, final CounterBlock block, final Kind kind, final Cells cells) {
        for (int index = 0; index < names.size(); index++) {
            if (!isThere(index)) {
                continue;
            }
            if (cells.type == EntryType.COMBINED) {
                cells.set(thread, index, block.packets(kind, index), block.bytes(kind, index));
            } else {
                cells.set(thread, index, block.packets(kind, index));
            }
        }
    }

    /** Whether the interface that was described with a number has it still: main may have gone on since, and given it to another. */
    private boolean isThere(final int index) {
        final Interface now = names.get(index) == null ? null : interfaces.byIndex(index);
        return now != null && now.name().equals(names.get(index));
    }
}
