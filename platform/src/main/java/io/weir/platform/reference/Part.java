package io.weir.platform.reference;

import io.weir.cli.CommandSpec;
import io.weir.config.LiveSetting;
import io.weir.config.SectionSpec;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.IndexedCounter;
import io.weir.iface.DeviceClass;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Node;
import io.weir.plugin.ScratchField;
import java.util.List;

/**
 * All that one plugin, or one part of the platform, has registered; each list in an order that doesn't depend on when.
 *
 * @param owner its id.
 * @param description of its manifest, or what it is for a part of the platform.
 * @param packages which plugins that depend on it may use.
 * @param services types that it exports.
 */
record Part(
        String owner,
        String description,
        List<CommandSpec> commands,
        List<SectionSpec> sections,
        List<LiveSetting<?>> settings,
        List<Node> nodes,
        List<Arc> arcs,
        List<DeviceClass> deviceClasses,
        List<DropReason> reasons,
        List<Counter> counters,
        List<IndexedCounter> indexed,
        List<ScratchField> scratch,
        List<String> packages,
        List<String> services) {

    /** File name of its page. */
    String page() {
        return owner + ".md";
    }
}
