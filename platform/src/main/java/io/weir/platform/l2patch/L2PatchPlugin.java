package io.weir.platform.l2patch;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.graph.FeatureArc;
import io.weir.graph.Order;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cross-connects interfaces as VPP's l2patch does: all that one receives leaves by another as it is. A device that can sends it
 * there itself, past everything between; of others the feature {@code l2-patch} does, first on the arc device-input.
 */
public final class L2PatchPlugin extends WeirPlugin implements InterfaceListener {
    private static final String FEATURE = "l2-patch";

    /** Who is patched to whom. Main only. */
    private final Map<Interface, Interface> patches = new LinkedHashMap<>();

    private Registrar host;
    private Interfaces interfaces;
    /** Replaced at a barrier. */
    private int[] targets = {};

    /** Does nothing; {@link #register} does. */
    public L2PatchPlugin() {}

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        interfaces = host.interfaces();
        host.node(FEATURE, worker -> new L2PatchNode(() -> targets))
                .feature(FeatureArc.DEVICE_INPUT, Order.before("ethernet-input"))
                .unshadowed()
                .trace((buffer, out) -> out.append("L2_PATCH: rx ")
                        .append(Buffer.rxInterface(buffer))
                        .append('\n'));
        host.command(
                        "test l2patch rx <rx:interface> tx <tx:interface> [del]",
                        "Send all that an interface receives out of another as it is, or no longer")
                .run(this::patch);
        host.command("show l2patch", "Show which interfaces are cross-connected")
                .run(this::show);
        interfaces.listen(this);
    }

    private void patch(final CommandCall call) {
        final Interface rx = interfaces.byIndex(call.getInterface("rx"));
        final Interface tx = interfaces.byIndex(call.getInterface("tx"));
        if (rx.parent() != null) {
            throw call.refuse("`%s' is a sub-interface, only what a device receives can be patched", rx.name());
        }
        if (!call.has("del")) {
            remove(rx);
            add(rx, tx);
            tell(call, promiscuous(rx, true));
        } else if (patches.get(rx) == tx) {
            remove(rx);
            tell(call, promiscuous(rx, false));
        } else {
            throw call.refuse("`%s' is not patched to `%s'", rx.name(), tx.name());
        }
    }

    private void add(final Interface rx, final Interface tx) {
        if (!rx.deviceClass().patch(rx, tx)) {
            target(rx, tx.outputTarget());
            host.features().enable(FeatureArc.DEVICE_INPUT, FEATURE, rx.swIfIndex(), true);
        }
        patches.put(rx, tx);
    }

    private void remove(final Interface rx) {
        if (patches.remove(rx) != null && !rx.deviceClass().patch(rx, null)) {
            host.features().enable(FeatureArc.DEVICE_INPUT, FEATURE, rx.swIfIndex(), false);
        }
    }

    /** Frames for other hosts are to leave too (VPP: l2_patch.c, ETHERNET_INTERFACE_FLAG_ACCEPT_ALL), if the device can. */
    private String promiscuous(final Interface rx, final boolean on) {
        try {
            interfaces.promiscuous(rx, on);
            return "";
        } catch (final CommandException refused) {
            return refused.getMessage();
        }
    }

    private static void tell(final CommandCall call, final String refusal) {
        if (!refusal.isEmpty()) {
            call.println("%s", refusal);
        }
    }

    private void target(final Interface rx, final int target) {
        final int[] larger = Arrays.copyOf(targets, Math.max(targets.length, rx.swIfIndex() + 1));
        larger[rx.swIfIndex()] = target;
        host.atBarrier("l2patch of " + rx.name(), () -> targets = larger);
    }

    @Override
    public void deleting(final Interface gone) {
        if (patches.containsKey(gone)) {
            remove(gone);
            promiscuous(gone, false);
        }
        Map.copyOf(patches).forEach((rx, tx) -> {
            if (tx == gone) {
                remove(rx);
                promiscuous(rx, false);
            }
        });
    }

    private void show(final CommandCall call) {
        patches.forEach((rx, tx) -> call.println(rx.name() + " -> " + tx.name()));
        if (patches.isEmpty()) {
            call.println("no l2patch entries");
        }
    }
}
