package com.example.mirror;

import io.weir.cli.CommandCall;
import io.weir.graph.FeatureArc;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.net.Ip4Address;
import io.weir.plugin.Registrar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** {@code create mirror}, {@code set mirror}, {@code show mirror}. */
final class MirrorCommands {
    private static final int TZSP_PORT = 37_008;
    private static final int MTU = 9_000;

    private final Registrar host;
    private final MirrorTable mirrors;
    private final MirrorDeviceClass deviceClass;

    MirrorCommands(final Registrar host, final MirrorTable mirrors, final MirrorDeviceClass deviceClass) {
        this.host = host;
        this.mirrors = mirrors;
        this.deviceClass = deviceClass;
    }

    void register() {
        host.command(
                        "create mirror collector <address:ip4> [port <port:int 1..65535>]",
                        "Create an interface whose packets go to a collector in TZSP datagrams")
                .run(this::create);
        host.command("delete mirror <mirror:interface>", "Delete a mirror interface")
                .run(call -> host.interfaces().delete(mirror(call)));
        host.command("set mirror <source:interface> to <mirror:interface>", "Copy what leaves an interface to a mirror")
                .run(this::start);
        host.command("set mirror <source:interface> off", "Copy no more of what leaves an interface")
                .run(this::stop);
        host.command("show mirror", "Show mirrors, their collectors and their sources")
                .run(this::show);
    }

    private void create(final CommandCall call) throws UnknownHostException {
        final Interfaces interfaces = host.interfaces();
        int instance = 0;
        while (interfaces.byName("mirror" + instance) != null) {
            instance++;
        }
        final String name = "mirror" + instance;
        final byte[] address = ByteBuffer.allocate(Integer.BYTES)
                .putInt(call.getIp4("address"))
                .array();
        deviceClass.collector(
                name, new InetSocketAddress(InetAddress.getByAddress(address), call.getInt("port", TZSP_PORT)));
        final Interface made = interfaces.register(deviceClass, new Interfaces.Spec(name, 0, MTU));
        interfaces.linkUp(made, true);
        interfaces.adminUp(made, true);
        call.println(name);
    }

    private Interface source(final CommandCall call) {
        return host.interfaces().byIndex(call.getInterface("source"));
    }

    private Interface mirror(final CommandCall call) {
        final Interface device = host.interfaces().byIndex(call.getInterface("mirror"));
        if (!isMirror(device)) {
            throw call.refuse("`%s' is no mirror interface, `show mirror' has those that are", device.name());
        }
        return device;
    }

    private static boolean isMirror(final Interface device) {
        return device.deviceClass().name().equals(MirrorDeviceClass.NAME);
    }

    private void start(final CommandCall call) {
        final Interface source = source(call);
        final Interface mirror = mirror(call);
        if (isMirror(source)) {
            throw call.refuse("`%s' is a mirror interface itself: copies are not copied", source.name());
        }
        stop(source);
        host.atBarrier(
                "mirror " + source.name(),
                () -> mirrors.put(source.swIfIndex(), mirror.swIfIndex(), mirror.outputTarget()));
        host.features().enable(FeatureArc.INTERFACE_OUTPUT, MirrorPlugin.FEATURE, source.swIfIndex(), true);
    }

    private void stop(final CommandCall call) {
        if (!stop(source(call))) {
            throw call.refuse("`%s' is not mirrored", source(call).name());
        }
    }

    /** Returns whether it was mirrored. */
    private boolean stop(final Interface source) {
        final int index = source.swIfIndex();
        if (mirrors.mirrorOf(index) < 0) {
            return false;
        }
        host.features().enable(FeatureArc.INTERFACE_OUTPUT, MirrorPlugin.FEATURE, index, false);
        host.atBarrier("mirror " + source.name(), () -> mirrors.remove(index));
        return true;
    }

    /** An interface goes: it is mirrored no more, and what it is the mirror of neither. */
    void forget(final Interface gone) {
        for (final Interface source : host.interfaces().all()) {
            if (source.swIfIndex() == gone.swIfIndex() || mirrors.mirrorOf(source.swIfIndex()) == gone.swIfIndex()) {
                stop(source);
            }
        }
    }

    private void show(final CommandCall call) {
        for (final Interface mirror : host.interfaces().all()) {
            if (!isMirror(mirror)) {
                continue;
            }
            final InetSocketAddress collector = deviceClass.collector(mirror);
            final int address =
                    ByteBuffer.wrap(collector.getAddress().getAddress()).getInt();
            call.println("%s: collector %s port %d", mirror.name(), Ip4Address.format(address), collector.getPort());
            for (final Interface source : host.interfaces().all()) {
                if (mirrors.mirrorOf(source.swIfIndex()) == mirror.swIfIndex()) {
                    call.println("  what leaves %s", source.name());
                }
            }
        }
    }
}
