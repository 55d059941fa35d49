package io.weir.fib.internal.ping;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.Prefix;
import io.weir.fib.family.Pings;
import io.weir.fib.internal.Core;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.route.RouteTable;
import io.weir.iface.Interface;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** {@code ping}, in VPP's words (ping.c). Main goes on with other work while replies are waited for. Only main. */
public final class PingCommand {
    /** Most bytes of data (VPP: PING_MAXIMUM_DATA_SIZE). */
    private static final int MAX_SIZE = 32_768;

    private static final int DEFAULT_SIZE = 60;
    private static final int DEFAULT_REPEAT = 5;
    /** Most bytes of a burst, as all of it is cut into fragments in one turn. */
    private static final int MAX_BURST_BYTES = 1 << 20;

    private static final double MIN_INTERVAL_S = 0.01;
    private static final double MAX_INTERVAL_S = 3_600;
    /** How long the last replies are waited for, if the interval is shorter. */
    private static final long LAST_NS = TimeUnit.SECONDS.toNanos(1);

    private final Core core;
    private final PingProcess process;
    private Registrar host;

    public PingCommand(final Core core, final PingProcess process) {
        this.core = core;
        this.process = process;
    }

    /** Declares the command. */
    public void register(final Registrar registrar) {
        host = registrar;
        registrar
                .command(
                        "ping ( <ip4:ip4> | <ip6:ip6> | ipv4 <ip4:ip4> | ipv6 <ip6:ip6> ) [ipv4 <and-ip4:ip4>]"
                                + " [ipv6 <and-ip6:ip6>] [source <interface>] [size <size:int 0.." + MAX_SIZE
                                + ">] [interval <seconds>] [repeat <repeat:int 1..1000000000>] [table-id <table>]"
                                + " [burst <burst:int 1..256>] [verbose|quiet]",
                        "Ping a host, or one of each family: from an address of an interface, every so many seconds (0.01 to"
                                + " 3600), by a table's number or name; `quiet' prints the statistics alone")
                .run(this::ping);
    }

    private void ping(final CommandCall call) {
        final long intervalNs = intervalNs(call);
        final int burst = call.getInt("burst", 1);
        final int size = call.getInt("size", DEFAULT_SIZE);
        if ((long) burst * size > MAX_BURST_BYTES) {
            throw call.refuse("a burst of %d packets of %d bytes is more than %d bytes", burst, size, MAX_BURST_BYTES);
        }
        final List<Ping> pings = new ArrayList<>();
        try {
            for (final String argument : new String[] {"ip4", "ip6", "and-ip4", "and-ip6"}) {
                if (!call.list(argument).isEmpty()) {
                    pings.add(begin(call, argument, size));
                }
            }
            final boolean aborted = run(call, pings, call.getInt("repeat", DEFAULT_REPEAT), burst, intervalNs);
            if (aborted) {
                call.println("Aborted due to a keypress.");
            }
            statistics(call, pings);
        } catch (final CommandException interrupted) {
            // Plugins change. What was found out until then is said as at any other end.
            if (pings.stream().anyMatch(each -> each.sent() > 0)) {
                statistics(call, pings);
            }
            throw interrupted;
        } finally {
            pings.forEach(Ping::end);
        }
    }

    private static long intervalNs(final CommandCall call) {
        final String given = call.get("seconds", "1");
        double seconds;
        try {
            seconds = Double.parseDouble(given);
        } catch (final NumberFormatException e) {
            seconds = 0;
        }
        if (!(seconds >= MIN_INTERVAL_S && seconds <= MAX_INTERVAL_S)) {
            throw call.refuse("interval `%s' is no number of seconds from 0.01 to 3600", given);
        }
        return (long) (seconds * 1e9);
    }

    private Ping begin(final CommandCall call, final String argument, final int size) {
        final String name = argument.substring(argument.length() - 3);
        final String text = call.get(argument);
        if (argument.length() > 3 && !call.list(name).isEmpty()) {
            throw call.refuse("%s is a second address of one family", text);
        }
        final Kin kin = core.families().find(name);
        if (kin == null || kin.versions().isEmpty() || kin.family().echo() == null) {
            throw call.refuse("%s can't be pinged: there is no family %s", text, name);
        }
        final Family.Words words = kin.family().words();
        final Prefix to = words.address(call, argument);
        if (!words.isHost(to.high(), to.low())) {
            throw call.refuse("%s is no address of one host", text);
        }
        final int from = call.has("source") ? call.getInterface("interface") : -1;
        if (from < 0 && words.needsInterface(to.high(), to.low())) {
            throw call.refuse("%s counts on one link alone: expected `source' and an interface", text);
        }
        final int table = table(call, kin);
        final PingWay way = way(kin, to, from, table);
        if (way.failure() != null) {
            throw call.refuse("%s can't be pinged: %s", text, way.failure().toLowerCase(Locale.ROOT));
        }
        final Pings.Run run = kin.family().echo().pings().begin(to.high(), to.low());
        if (run == null) {
            throw call.refuse("%d pings run already, no more may at once", Pings.MAX);
        }
        if (call.has("verbose")) {
            final Interface on = host.interfaces().byIndex(way.swIfIndex());
            call.println(
                    "Source address: %s, interface %s, table %d",
                    words.format(way.source().high(), way.source().low()),
                    on == null ? "DELETED" : on.name(),
                    way.table().number());
        }
        return new Ping(
                kin.family().echo(), run, to, words.format(to.high(), to.low()), size, () -> way(kin, to, from, table));
    }

    private PingWay way(final Kin kin, final Prefix to, final int from, final int table) {
        return PingWay.find(core.routes(), core.forwarding(), kin, to, from, table);
    }

    /** The number of the table that a command names, by its number or its name; -1 if it names none. */
    private int table(final CommandCall call, final Kin kin) {
        if (!call.has("table-id")) {
            return -1;
        }
        final String named = call.get("table");
        for (final RouteTable each : core.routes().tables().of(kin)) {
            if (each.name().equals(named) || Integer.toString(each.number()).equals(named)) {
                return each.number();
            }
        }
        throw call.refuse("there is no table %s of %s", named, kin);
    }

    /** Sends and listens; returns whether the user didn't want to wait. */
    private boolean run(
            final CommandCall call, final List<Ping> pings, final int repeat, final int burst, final long intervalNs) {
        for (int left = repeat; left > 0; left--) {
            final long beganNs = System.nanoTime();
            for (final Ping each : pings) {
                each.asks(burst);
                process.send(each, burst);
            }
            final boolean last = left == 1;
            if (listen(call, pings, last, beganNs, last ? Math.max(intervalNs, LAST_NS) : intervalNs)) {
                return true;
            }
        }
        return false;
    }

    private static boolean listen(
            final CommandCall call,
            final List<Ping> pings,
            final boolean last,
            final long beganNs,
            final long lengthNs) {
        while (true) {
            final long leftNs = Math.max(0, lengthNs - (System.nanoTime() - beganNs));
            call.session().awaitUntil(() -> pings.stream().anyMatch(Ping::news), leftNs);
            pings.forEach(each -> tell(call, each));
            if (call.session().cancelled()) {
                return true;
            }
            if (leftNs == 0 || last && pings.stream().allMatch(Ping::done)) {
                return false;
            }
        }
    }

    private static void tell(final CommandCall call, final Ping of) {
        final boolean quiet = call.has("quiet");
        final String failure = of.takeFailure();
        if (failure != null && !quiet) {
            call.println("Failed: %s", failure);
        }
        for (Pings.Reply reply = of.take(); reply != null; reply = of.take()) {
            if (!quiet) {
                call.println(
                        "%d bytes from %s: icmp_seq=%d ttl=%d time=%s ms",
                        reply.bytes(), of.toText(), reply.sequence(), reply.ttl(), milliseconds(reply.rttNs()));
            }
        }
    }

    /** As VPP prints it: four decimals, and no zero before the point. */
    private static String milliseconds(final long ns) {
        final String text = String.format(Locale.ROOT, "%.4f", ns / 1e6);
        return text.startsWith("0.") ? text.substring(1) : text;
    }

    private static void statistics(final CommandCall call, final List<Ping> pings) {
        int sent = 0;
        int received = 0;
        for (final Ping each : pings) {
            sent += each.sent();
            received += each.received();
        }
        final double loss = sent == 0 ? 0 : Math.round(10_000.0 * (sent - received) / sent) / 100.0;
        final String percent = loss == Math.rint(loss) ? Long.toString((long) loss) : Double.toString(loss);
        call.println("");
        call.println("Statistics: %d sent, %d received, %s%% packet loss", sent, received, percent);
        for (final Ping each : pings) {
            final long[] times = each.timesNs();
            if (times != null && (call.has("verbose") || call.has("quiet"))) {
                call.println(
                        "Round trip to %s: min %s, avg %s, max %s ms",
                        each.toText(), milliseconds(times[0]), milliseconds(times[1]), milliseconds(times[2]));
            }
        }
    }
}
