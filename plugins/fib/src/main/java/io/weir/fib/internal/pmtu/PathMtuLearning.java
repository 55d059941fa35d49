package io.weir.fib.internal.pmtu;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.fib.internal.neighbor.TokenBucket;
import io.weir.fib.internal.route.PathMtus;
import io.weir.fib.internal.route.RouteTable;
import io.weir.graph.ProcessContext;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import io.weir.plugin.Registrar;
import java.util.function.LongSupplier;

/**
 * Process node ip-pmtu-age-process: path MTUs that routers tell this host are believed for a while, in which packets are cut; then what it
 * sends finds out whether the way has become wider (RFC 1191, 6.3; RFC 8201, 4). Sleeps while nothing was learnt. Only main.
 */
public final class PathMtuLearning implements ProcessNode {
    /** What strangers may make of it in a second. */
    private static final int PER_SECOND = 1_000;

    private static final int DEFAULT_AGE_S = 600;
    private static final long SECOND_NS = 1_000_000_000L;

    private final PathMtus all;
    private final LongSupplier nowNs;
    private final LiveSetting<Boolean> on;
    private final LiveSetting<Integer> ageSeconds;
    private final TokenBucket rate = new TokenBucket();
    private ProcessHandle process;

    public PathMtuLearning(final Registrar host, final PathMtus all) {
        this.all = all;
        nowNs = host.workers().getFirst()::nowNs;
        on = host.setting(Setting.of(
                "path-mtu-discovery",
                SettingTypes.onOff(),
                true,
                "Whether this host heeds what routers say of the MTU on the way of its own packets"));
        ageSeconds = host.setting(Setting.of(
                "path-mtu-age",
                SettingTypes.integer(1, 86_400),
                DEFAULT_AGE_S,
                "Seconds after which a path MTU that was learnt is forgotten"));
    }

    /** Names the process that has time pass. */
    public void connect(final ProcessHandle ageing) {
        process = ageing;
    }

    /** A router says what gets through to a host; returns whether that is new, and heeded. */
    public boolean learn(final RouteTable table, final long high, final long low, final int mtu) {
        final long now = nowNs.getAsLong();
        if (!on.isOn() || !rate.has(now, PER_SECOND)) {
            return false;
        }
        rate.take();
        final boolean first = all.eldestNs() == Long.MAX_VALUE;
        final boolean heeded = all.learn(table, high, low, mtu, now);
        if (first && heeded && process != null) {
            process.signal(0, 0);
        }
        return heeded;
    }

    /** How long ago something was heard, in whole seconds. */
    public long ageSeconds(final long heardNs) {
        return (nowNs.getAsLong() - heardNs) / SECOND_NS;
    }

    @Override
    public void run(final ProcessContext context) {
        while (true) {
            all.forgetBefore(nowNs.getAsLong() - ageSeconds.getInt() * SECOND_NS);
            // The age may be set shorter while it waits.
            context.waitForEventOrClock(all.eldestNs() == Long.MAX_VALUE ? ProcessContext.FOREVER : SECOND_NS);
        }
    }
}
