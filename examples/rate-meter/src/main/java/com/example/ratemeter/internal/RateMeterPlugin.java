package com.example.ratemeter.internal;

import com.example.ratemeter.RateMeter;
import com.example.ratemeter.RateReport;
import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.config.ConfigSection;
import io.weir.config.LiveSetting;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.Counter;
import io.weir.graph.Next;
import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/**
 * Measures how many packets interfaces take in. A process node reads their counters in intervals; for each interface an
 * input node sends a report, a packet, along an arc of which other plugins bring features.
 */
public final class RateMeterPlugin extends WeirPlugin {
    private static final int INTERVAL_MIN_MS = 10;
    private static final int INTERVAL_MAX_MS = 60_000;
    private static final Setting<Integer> INTERVAL = Setting.of(
            "interval-ms",
            SettingTypes.integer(INTERVAL_MIN_MS, INTERVAL_MAX_MS),
            1_000,
            "How long is measured, in milliseconds");
    private static final SectionSpec SECTION =
            SectionSpec.of("rate-meter", "Measures interfaces").with(INTERVAL);
    private static final Columns ROW = Columns.of("%-32s%14s%14s");

    private Registrar host;
    private LiveSetting<Integer> intervalMs;
    private RateSampler sampler;
    private PeakNode.Peaks peaks;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        final ConfigSection section = host.config(SECTION);
        intervalMs = host.setting(INTERVAL, section.value(INTERVAL));
        sampler = new RateSampler(host.interfaces());
        peaks = new PeakNode.Peaks();
        graph();
        commands();
        host.export(RateMeter.class, consumer -> sampler);
    }

    private void graph() {
        final Next begin = host.next("rate-report");
        final Next end = host.next("rate-report-end");
        final Counter reports = host.counter("reports", Unit.PACKETS);

        host.arc(RateMeter.REPORTS, end.node());
        final InputHandle input = host.input(
                "rate-report-input",
                worker -> new ReportInput(worker.buffers(), sampler.due(), begin.target()),
                RateReport::format);
        // Leaves every packet to the default: the arc, at the first feature that is enabled on the packet's interface.
        host.node(begin.node(), worker -> frame -> {}).nexts(end).startsArc(RateMeter.REPORTS);
        // Not shadowed: shadowing runs nodes on packets, and these read nothing but reports.
        host.node("rate-meter-peak", worker -> new PeakNode(peaks))
                .feature(RateMeter.REPORTS)
                .unshadowed();
        host.node(end.node(), worker -> new ReportEndNode(worker.buffers(), reports.on(worker)))
                .trace(RateReport::format);

        host.process("rate-meter-process", context -> {
            long lastNs = context.nowNs();
            while (true) {
                context.waitForEventOrClock(intervalMs.getInt() * 1_000_000L);
                sampler.sample(context.nowNs() - lastNs);
                lastNs = context.nowNs();
                // The input node runs on main too, so that nothing of the sampler is seen by two threads.
                input.interrupt(context.worker());
            }
        });
    }

    private void commands() {
        host.command(
                        "set rate-meter interval <ms:int " + INTERVAL_MIN_MS + ".." + INTERVAL_MAX_MS + ">",
                        "Set how long is measured, in milliseconds")
                .run(call -> intervalMs.set(call.getInt("ms")));
        host.command("set rate-meter peak <interface> on|off", "Keep the highest rate of an interface, or not")
                .run(this::setPeak);
        host.command("show rate-meter", "Show the rates of all interfaces").run(this::show);
    }

    private void setPeak(final CommandCall call) {
        final int swIfIndex = call.getInterface("interface");
        if (host.features().enabled(RateMeter.REPORTS, "rate-meter-peak", swIfIndex) != call.has("on")) {
            host.features().enable(RateMeter.REPORTS, "rate-meter-peak", swIfIndex, call.has("on"));
        }
    }

    private void show(final CommandCall call) {
        call.println("interval %d ms", intervalMs.get());
        call.println(ROW.line("Name", "Packets/s", "Peak"));
        for (final Interface device : host.interfaces().all()) {
            final int index = device.swIfIndex();
            call.println(ROW.line(device.name(), sampler.packetsPerSecond(index), peaks.of(index)));
        }
    }
}
