package io.weir.plugin;

import io.weir.graph.DropReason;
import io.weir.graph.Next;

/**
 * What becomes of packets that are punted, a service of the host ({@code host.service(Punt.class)}), as one plugin sees it
 * (VPP: vlib/punt.h). A plugin announces the reasons for which its nodes punt, by name; any plugin takes the packets of a
 * reason with a node of its own. A punted packet goes to the nodes of all who want it, to all but one as a copy; one that
 * nobody wants is counted and freed. What is announced or taken goes with the plugin. Only main calls.
 */
public interface Punt {
    /**
     * Announces a reason of this plugin under its name.
     *
     * @throws io.weir.cli.CommandException when another plugin has announced one of that name.
     */
    PuntReason announce(DropReason reason);

    /**
     * Has packets that are punted for a reason sent to a node, one for each plugin and reason: a second call changes it.
     * They arrive as they were punted.
     *
     * @param reason its name; it need not be announced yet.
     * @param to null takes it back.
     */
    void deliver(String reason, Next to);
}
