package io.weir.dpdk.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.dpdk.internal.flow.FlowParser;
import io.weir.dpdk.internal.flow.FlowPort;
import io.weir.dpdk.internal.flow.FlowRules;
import io.weir.dpdk.internal.flow.FlowText;
import io.weir.dpdk.internal.port.DpdkDevices;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code set flow} and {@code show flow}: rules that devices apply to what they receive. */
public final class FlowCommands {
    /** One name that stands beside the other settings, VPP's name of long, and its name of today. */
    private static final String COMMAND = "(set flow | test flow | flow)";

    private static final String ON_PORT =
            "(index <index:int 0..65535> <interface> | <interface> index <index:int 0..65535>)";
    private static final String MATCH = " [eth-type <eth-type:word>] [eth-src <eth-src:mac>] [eth-dst <eth-dst:mac>]"
            + " [vlan <vlan:int 0..4095>] [src-ip <src-ip:word>] [dst-ip <dst-ip:word>]"
            + " [ip6-src-ip <ip6-src-ip:word>] [ip6-dst-ip <ip6-dst-ip:word>] [proto <proto:word>]"
            + " [src-port <src-port:word>] [dst-port <dst-port:word>] [vxlan vni <vni:int 0..16777215>]"
            + " [gtpu teid <gtpu-teid:long 0..4294967295>] [gtpc teid <gtpc-teid:long 0..4294967295>]";
    private static final String ACTION = " [drop] [redirect-to-queue <queue:int 0..1023>]"
            + " [rss queues <first-queue:int 0..1023> to <last-queue:int 0..1023>] [rss function <rss-function:word>]"
            + " [rss types <rss-type:word> [use <rss-use:word> [and <rss-and:word>]]] [mark <mark:long 0..4294967295>]"
            + " [redirect-to-node|next-node <node:node>] [count]";

    /** Where a word's value stands in the call, if it isn't under the word itself. */
    private static final Map<String, String> ARGUMENTS = Map.of(
            "vxlan vni", "vni",
            "gtpu teid", "gtpu-teid",
            "gtpc teid", "gtpc-teid",
            "redirect-to-queue", "queue",
            "rss function", "rss-function",
            "redirect-to-node", "node");

    private final DpdkDevices devices;
    private final FlowRules rules;
    private Interfaces interfaces;

    public FlowCommands(final DpdkDevices devices) {
        this.devices = devices;
        rules = devices.flows();
    }

    /** Brings the commands in. */
    public void register(final Registrar host) {
        interfaces = host.interfaces();
        final FlowText text = new FlowText(rules, name -> devices.flowPort(interfaces.byName(name)));
        host.command(COMMAND + " add [index <index:int 0..65535>]" + MATCH + ACTION, "Define a rule for devices")
                .run(this::add);
        host.command(COMMAND + " del index <index:int 0..65535>", "Delete a rule that is enabled nowhere")
                .run(call -> rules.delete(call.getInt("index")));
        host.command(COMMAND + " enable " + ON_PORT, "Have a DPDK port's device follow a rule")
                .run(call -> rules.enable(call.getInt("index"), port(call)));
        host.command(COMMAND + " disable " + ON_PORT, "Have a DPDK port's device follow a rule no longer")
                .run(call -> rules.disable(call.getInt("index"), port(call)));
        host.command("show flow entry [index <index:int 0..65535>] [max <max:int 1..65536>]", "Show rules for devices")
                .run(call -> entries(call, text));
        host.command("show flow interface <interface>", "Show the rules that a DPDK port's device follows")
                .run(call -> call.print(text.of(port(call))));
        host.command("show flow ranges", "Show which indices rules have").run(call -> call.print(text.ranges()));
    }

    private static void entries(final CommandCall call, final FlowText text) {
        if (call.has("index")) {
            call.print(text.entry(call.getInt("index")));
        } else {
            text.entries(call.getInt("max", 50), call);
        }
    }

    private FlowPort port(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        if (device == null || device.deviceClass() != devices) {
            throw call.refuse("`%s' is no DPDK port", call.get("interface"));
        }
        return devices.flowPort(device);
    }

    private void add(final CommandCall call) {
        final Map<String, String> words = new LinkedHashMap<>();
        List.of(FlowParser.MATCHES, FlowParser.ACTIONS)
                .forEach(keys -> keys.forEach(key -> {
                    final String argument = ARGUMENTS.getOrDefault(key, key);
                    if (call.has(argument)) {
                        words.put(key, valued(key) ? call.get(argument) : "");
                    }
                }));
        if (call.has("first-queue")) {
            words.put("rss queues", call.get("first-queue") + " to " + call.get("last-queue"));
        }
        if (call.has("rss-type")) {
            words.put(
                    "rss types",
                    call.get("rss-type")
                            + (call.has("rss-use") ? " use " + call.get("rss-use") : "")
                            + (call.has("rss-and") ? " and " + call.get("rss-and") : ""));
        }
        call.println("flow %d added", rules.add(FlowParser.parse(words), call.getInt("index", -1)));
    }

    private static boolean valued(final String key) {
        return !key.equals("drop") && !key.equals("count");
    }
}
