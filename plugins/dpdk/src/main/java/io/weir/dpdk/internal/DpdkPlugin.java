package io.weir.dpdk.internal;

import io.weir.config.ConfigSection;
import io.weir.dpdk.internal.cli.DpdkCommands;
import io.weir.dpdk.internal.cli.FlowCommands;
import io.weir.dpdk.internal.eal.DpdkSection;
import io.weir.dpdk.internal.port.DpdkDevices;
import io.weir.dpdk.internal.port.DpdkProcess;
import io.weir.dpdk.internal.port.DpdkStatistics;
import io.weir.dpdk.internal.port.LinkNews;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Ports driven by DPDK's poll-mode drivers. */
public final class DpdkPlugin extends WeirPlugin {
    private Registrar host;
    private DpdkRuntime runtime;
    private DpdkProcess process;
    private boolean handedOver;

    /** Does nothing; {@link #register} does. */
    public DpdkPlugin() {}

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        final ConfigSection section = registrar.config(DpdkSection.SPEC);
        final DpdkDevices devices = new DpdkDevices(registrar);
        registrar.deviceClass(devices);
        final LinkNews news = new LinkNews(registrar);
        runtime = new DpdkRuntime(registrar, section, devices, news);
        runtime.states();
        process = new DpdkProcess(registrar, devices, news);
        process.intervals(section.value(DpdkSection.LINK_INTERVAL), section.value(DpdkSection.STATS_INTERVAL));
        news.wakes(registrar.process("dpdk-process", process));
        registrar.holdsBuffers("dpdk rings", runtime::inDrivers);
        registrar.statistics(new DpdkStatistics(devices));
        new DpdkCommands(runtime).register(registrar);
        new FlowCommands(devices).register(registrar);
    }

    @Override
    public void start() {
        host.interfaces().listen(process);
        if (runtime.isAdopting()) {
            runtime.takeOver();
        } else if (runtime.isWanted()) {
            runtime.addConfigured();
        }
    }

    @Override
    public void handedOver() {
        handedOver = true;
    }

    @Override
    public void stop() {
        if (!handedOver) {
            runtime.close();
        }
    }

    @Override
    public void removed() {
        // Also of a version that took over ports and then did not start.
        if (runtime != null) {
            runtime.forget();
        }
    }
}
