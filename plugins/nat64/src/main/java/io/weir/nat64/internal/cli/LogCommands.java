package io.weir.nat64.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.nat64.internal.log.EventKinds;
import io.weir.nat64.internal.log.EventLog;
import io.weir.nat64.internal.log.LogSettings;
import io.weir.nat64.internal.log.LogSettings.Endpoint;
import io.weir.nat64.internal.log.SinkCounts;
import io.weir.net.Ip4Address;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import java.util.List;

/** Commands that have collectors told who had which address and port: VPP's, and what it has only for all plugins. Main only. */
public final class LogCommands {
    private static final int LARGEST_PACKET = 9_000;
    private static final int IPFIX_PORT = 4_739;
    private static final int SYSLOG_PORT = 514;
    private static final int MOST_A_SECOND = 10_000_000;
    private static final String COLLECTOR =
            " collector (<collector:ip4> | <collector6:ip6>) [port <port:int 1..65535>] [src (<src:ip4> | <src6:ip6>)]";
    /** By their numbers (RFC 5424, 6.2.1). */
    private static final List<String> SEVERITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    private final Registrar host;
    private final EventLog log;

    /** Commands for a log. */
    public LogCommands(final Registrar host, final EventLog log) {
        this.host = host;
        this.log = log;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "set ipfix exporter" + COLLECTOR + " [path-mtu <path-mtu:int " + LogSettings.Ipfix.LEAST_MTU
                                + ".." + LARGEST_PACKET
                                + ">] [template-interval <seconds:int 1..86400>] [udp-checksum]",
                        "Say where IPFIX goes: collector (0.0.0.0: nowhere), port (4739), this host's address, bytes of a packet"
                                + " (512), how often templates are sent (20 s); checksums are always there")
                .run(this::exporter);
        host.command(
                        "nat ipfix logging [domain <domain:int 1..2147483647>] [src-port <src-port:int 1..65535>] [disable]",
                        "Log NAT64 by IPFIX, for an observation domain (1), from a port (4739)")
                .run(this::ipfix);
        host.command(
                        "set syslog sender" + COLLECTOR + " [max-msg-size <max-msg-size:int " + LogSettings.Syslog.LEAST
                                + "..65000>]",
                        "Log NAT64 by syslog: collector (0.0.0.0: nowhere), port (514), this host's address, bytes of a message"
                                + " (480)")
                .run(this::sender);
        host.command(
                        "set syslog filter severity " + String.join("|", SEVERITIES),
                        "Send no message of syslog that is less urgent (info)")
                .run(this::filter);
        host.command(
                        "nat64 log ipfix|syslog [bindings] [sessions] [port-blocks]",
                        "Choose what is logged; ports or sessions that are refused always are (all)")
                .run(this::kinds);
        host.command(
                        "nat64 log rate <per-second:int 1.." + MOST_A_SECOND + ">",
                        "Limit how many events are sent in a second; more wait, and are lost when 65,536 of a worker do")
                .run(call -> log.set(log.settings().rate(call.getInt("per-second"))));
        host.command("show nat64 log", "Show where NAT64 is logged, what was sent, what was lost and why")
                .run(this::show);
        host.command("show syslog sender", "Show where messages of syslog are sent")
                .run(this::showSender);
        host.command("show syslog filter", "Show how urgent messages of syslog are at least")
                .run(call -> call.println(
                        "severity-filter: %s",
                        SEVERITIES.get(log.settings().syslog().severity())));
    }

    private static Endpoint endpoint(final CommandCall call, final int defaultPort) {
        final boolean ip6 = call.has("collector6");
        if (ip6
                ? call.get("collector6", Ip6Address.class).equals(Ip6Address.UNSPECIFIED)
                : call.getIp4("collector") == 0) {
            return Endpoint.NONE;
        }
        if (!call.has("src") && !call.has("src6")) {
            throw call.refuse("say by src from which address of this host");
        }
        if (call.has("src6") != ip6) {
            throw call.refuse("collector and src must both be of IPv4 or of IPv6");
        }
        return new Endpoint(
                ip6 ? call.get("collector6", Ip6Address.class).toString() : Ip4Address.format(call.getIp4("collector")),
                call.getInt("port", defaultPort),
                ip6 ? call.get("src6", Ip6Address.class).toString() : Ip4Address.format(call.getIp4("src")));
    }

    private void exporter(final CommandCall call) {
        final LogSettings.Ipfix initial = LogSettings.DEFAULT.ipfix();
        log.set(log.settings()
                .with(log.settings()
                        .ipfix()
                        .to(
                                endpoint(call, IPFIX_PORT),
                                call.getInt("path-mtu", initial.pathMtu()),
                                call.getInt("seconds", initial.templateSeconds()))));
        warn(call, log.ipfixTrouble());
    }

    private void ipfix(final CommandCall call) {
        final LogSettings.Ipfix now = log.settings().ipfix();
        if (call.has("disable") && !now.on()) {
            throw call.refuse("NAT64 is not logged by IPFIX");
        }
        final LogSettings.Ipfix initial = LogSettings.DEFAULT.ipfix();
        log.set(log.settings()
                .with(now.on(
                        !call.has("disable"),
                        call.getInt("domain", initial.domain()),
                        call.getInt("src-port", initial.sourcePort()))));
        if (!call.has("disable") && !now.to().isPresent()) {
            call.println("nothing is sent yet: see `set ipfix exporter'");
        }
        warn(call, log.ipfixTrouble());
    }

    private void sender(final CommandCall call) {
        log.set(log.settings()
                .with(log.settings()
                        .syslog()
                        .to(endpoint(call, SYSLOG_PORT), call.getInt("max-msg-size", LogSettings.Syslog.LEAST))));
        warn(call, log.syslogTrouble());
    }

    private static void warn(final CommandCall call, final String trouble) {
        if (trouble != null) {
            call.println("%s; it is tried again", trouble);
        }
    }

    private void filter(final CommandCall call) {
        for (int severity = 0; severity < SEVERITIES.size(); severity++) {
            if (call.has(SEVERITIES.get(severity))) {
                log.set(log.settings().with(log.settings().syslog().severity(severity)));
            }
        }
    }

    private void kinds(final CommandCall call) {
        final int kinds = EventKinds.LIMITS
                | (call.has("bindings") ? EventKinds.BINDINGS : 0)
                | (call.has("sessions") ? EventKinds.SESSIONS : 0)
                | (call.has("port-blocks") ? EventKinds.BLOCKS : 0);
        final LogSettings now = log.settings();
        log.set(
                call.has("ipfix")
                        ? now.with(now.ipfix().kinds(kinds))
                        : now.with(now.syslog().kinds(kinds)));
    }

    private void show(final CommandCall call) {
        final LogSettings now = log.settings();
        call.println(
                "NAT64 log: %d events a second at most, %d waiting, %d lost for want of room",
                now.perSecond(), log.waiting(), log.lost());
        final LogSettings.Ipfix ipfix = now.ipfix();
        if (ipfix.on() && ipfix.to().isPresent()) {
            call.println(
                    " IPFIX to %s from %s port %d, domain %d, path MTU %d, templates every %d s: %s",
                    ipfix.to(),
                    ipfix.to().source(),
                    ipfix.sourcePort(),
                    ipfix.domain(),
                    ipfix.pathMtu(),
                    ipfix.templateSeconds(),
                    EventKinds.words(ipfix.kinds()));
            counts(call, log.ipfix(), log.ipfixTrouble());
        } else {
            call.println(
                    " IPFIX is off: see `%s'", ipfix.to().isPresent() ? "nat ipfix logging" : "set ipfix exporter");
        }
        if (now.syslog().to().isPresent()) {
            call.println(
                    " syslog to %s from %s, severity %s: %s",
                    now.syslog().to(),
                    now.syslog().to().source(),
                    SEVERITIES.get(now.syslog().severity()),
                    EventKinds.words(now.syslog().kinds()));
            counts(call, log.syslog(), log.syslogTrouble());
        } else {
            call.println(" syslog is off: see `set syslog sender'");
        }
    }

    private static void counts(final CommandCall call, final SinkCounts counts, final String trouble) {
        call.println(
                "  %d events in %d messages sent, %d events not sent",
                counts.records(), counts.messages(), counts.failed());
        if (trouble != null) {
            call.println("  %s", trouble);
        }
    }

    private void showSender(final CommandCall call) {
        final LogSettings.Syslog syslog = log.settings().syslog();
        if (syslog.to().isPresent()) {
            call.println(
                    "collector %s, src address %s, max-msg-size %d",
                    syslog.to(), syslog.to().source(), syslog.longest());
        } else {
            call.println("syslog sender is disabled");
        }
    }
}
