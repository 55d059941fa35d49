package io.weir.platform.plugin.ledger;

import io.weir.iface.Interface;
import io.weir.platform.iface.InterfaceTable;
import java.util.ArrayList;
import java.util.List;

/** The lines of addresses that one version of a plugin has added to interfaces. Main only. */
final class OwnedAddressLines {
    /** One that was added. */
    private static final class Line {
        private final Interface device;
        private final String text;
        private UndoStack.Entry entry;

        Line(final Interface device, final String text) {
            this.device = device;
            this.text = text;
        }
    }

    private final InterfaceTable table;
    private final UndoStack done;
    private final Presence presence;
    private final List<Line> lines = new ArrayList<>();

    OwnedAddressLines(final InterfaceTable table, final UndoStack done, final Presence presence) {
        this.table = table;
        this.done = done;
        this.presence = presence;
    }

    /** Each adding is one line more, and each version of a plugin takes back its own. */
    void add(final Interface device, final String text) {
        table.addAddressLine(device, text);
        final Line line = new Line(device, text);
        forgetWhatIsGone();
        line.entry = done.note("address line " + text + " of " + device.name(), () -> {
            lines.remove(line);
            if (presence.isThere(device)) {
                table.removeAddressLine(device, text);
            }
        });
        lines.add(line);
    }

    private void forgetWhatIsGone() {
        for (final Line each : List.copyOf(lines)) {
            if (!presence.isThere(each.device)) {
                lines.remove(each);
                each.entry.forget();
            }
        }
    }

    /** One that another version has added is not this one's to remove. */
    void remove(final Interface device, final String text) {
        lines.stream()
                .filter(each -> each.device == device && each.text.equals(text))
                .findFirst()
                .ifPresent(each -> {
                    table.removeAddressLine(device, text);
                    lines.remove(each);
                    each.entry.forget();
                });
    }
}
