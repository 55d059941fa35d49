package com.example.mirror;

import io.weir.cli.CommandException;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.FeatureArc;
import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.net.PacketText;
import io.weir.plugin.PluginState;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.Map;

/** Copies what leaves an interface to a mirror interface, and from there to a collector. */
public final class MirrorPlugin extends WeirPlugin {
    /** Name of the feature. */
    static final String FEATURE = "mirror-output";

    private static final int STATE_VERSION = 1;

    private final MirrorTable mirrors = new MirrorTable();
    private MirrorDeviceClass deviceClass;

    @Override
    public void register(final Registrar host) {
        deviceClass = new MirrorDeviceClass(
                host.dropReason("mirror-busy", "collector's socket takes no more", Severity.WARN),
                host.dropReason("mirror-unreachable", "collector is not there", Severity.ERROR));
        host.deviceClass(deviceClass);

        final Counter copied = host.counter("copied", Unit.PACKETS);
        final DropReason noBuffers = host.dropReason("mirror-no-buffers", "no buffers for copies", Severity.ERROR);
        // Fail-open: if copying keeps failing, the packets themselves still leave.
        host.node(FEATURE, worker -> new MirrorOutputNode(worker.buffers(), mirrors, copied.on(worker), noBuffers))
                .feature(FeatureArc.INTERFACE_OUTPUT)
                .failOpen()
                .trace(PacketText::buffer);

        final MirrorCommands commands = new MirrorCommands(host, mirrors, deviceClass);
        commands.register();
        host.interfaces().listen(new InterfaceListener() {
            @Override
            public void deleting(final Interface gone) {
                commands.forget(gone);
            }
        });
    }

    /** Interfaces stay through an upgrade; whose packets they get, and for which collector, is handed over. */
    @Override
    public PluginState exportState() {
        return new PluginState(STATE_VERSION)
                .put("collectors", deviceClass.collectors())
                .put("mirror-of", mirrors.mirrorOf())
                .put("target-of", mirrors.targetOf());
    }

    @Override
    public void importState(final PluginState state) {
        if (state.version() != STATE_VERSION) {
            throw new CommandException("state of version " + state.version() + " is not known, only " + STATE_VERSION);
        }
        deviceClass.adopt(state.get("collectors", Map.class));
        mirrors.adopt(state.get("mirror-of", int[].class), state.get("target-of", int[].class));
    }

    @Override
    public void removed() {
        if (deviceClass != null) {
            deviceClass.close();
        }
    }
}
