package com.example.mirror;

import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.DropReason.Severity;
import io.weir.graph.FeatureArc;
import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.net.PacketText;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.Map;

/** Copies what leaves an interface to a mirror interface, and from there to a collector. */
public final class MirrorPlugin extends WeirPlugin {
    /** Name of the feature. */
    static final String FEATURE = "mirror-output";

    /**
     * What the next version takes over.
     *
     * @param collectors by name of the interface.
     * @param mirrorOf by sw_if_index, see {@link MirrorTable}.
     * @param targetOf likewise.
     */
    record MirrorState(Map<String, Collector> collectors, int[] mirrorOf, int[] targetOf) {}

    /**
     * A collector in words that every version reads.
     *
     * @param host its address.
     * @param port of UDP.
     */
    record Collector(String host, int port) {}

    private final MirrorTable mirrors = new MirrorTable();
    private MirrorDeviceClass deviceClass;

    @Override
    public void register(final Registrar host) {
        deviceClass = new MirrorDeviceClass(
                host.dropReason("mirror-busy", "collector's socket takes no more", Severity.WARN),
                host.dropReason("mirror-unreachable", "collector is not there", Severity.ERROR));
        host.deviceClass(deviceClass);
        host.state("mirrors", MirrorState.class, this::export, this::take);

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
    private MirrorState export() {
        return new MirrorState(deviceClass.collectors(), mirrors.mirrorOf(), mirrors.targetOf());
    }

    private void take(final MirrorState state) {
        deviceClass.adopt(state.collectors());
        mirrors.adopt(state.mirrorOf(), state.targetOf());
    }

    @Override
    public void removed() {
        if (deviceClass != null) {
            deviceClass.close();
        }
    }
}
