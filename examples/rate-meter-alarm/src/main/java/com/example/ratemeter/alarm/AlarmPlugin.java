package com.example.ratemeter.alarm;

import static io.weir.graph.Order.after;

import com.example.ratemeter.RateMeter;
import com.example.ratemeter.RateReport;
import io.weir.cli.CommandCall;
import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.Counter;
import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Raises an alarm when an interface takes in more than a limit, and ends it when it no longer does. */
public final class AlarmPlugin extends WeirPlugin {
    private static final String FEATURE = "rate-meter-alarm";
    static final Setting<Integer> LIMIT = Setting.of(
            "limit", SettingTypes.integer(1, Integer.MAX_VALUE), 100_000, "What is too busy, in packets per second");

    private Registrar host;
    private RateMeter meter;
    private LiveSetting<Integer> limit;
    private AlarmNode.Alarms alarms;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        meter = host.service(RateMeter.class);
        limit = host.setting(LIMIT);
        final Counter raised = host.counter("raised", Unit.EVENTS);
        alarms = new AlarmNode.Alarms(host.log());

        host.node(FEATURE, worker -> new AlarmNode(limit, raised.on(worker), alarms))
                .feature(RateMeter.REPORTS, after("rate-meter-peak"))
                .failOpen()
                .unshadowed()
                .trace(RateReport::format);

        host.command("set rate-meter alarm <interface> on|off", "Raise an alarm when an interface is too busy, or not")
                .run(this::watch);
        host.command("set rate-meter alarm limit <limit:int 1..2147483647>", "Set what is too busy, in packets/s")
                .run(call -> limit.set(call.getInt("limit")));
        host.command("show rate-meter alarm", "Show the limit and the alarms").run(this::show);
    }

    private void watch(final CommandCall call) {
        final int swIfIndex = call.getInterface("interface");
        if (host.features().enabled(RateMeter.REPORTS, FEATURE, swIfIndex) != call.has("on")) {
            host.features().enable(RateMeter.REPORTS, FEATURE, swIfIndex, call.has("on"));
            alarms.forget(swIfIndex);
        }
    }

    private void show(final CommandCall call) {
        call.println("limit %d packets/s", limit.get());
        for (final Interface device : host.interfaces().all()) {
            if (alarms.on(device.swIfIndex())) {
                call.println("ALARM %s: %d packets/s", device.name(), meter.packetsPerSecond(device.swIfIndex()));
            }
        }
    }
}
