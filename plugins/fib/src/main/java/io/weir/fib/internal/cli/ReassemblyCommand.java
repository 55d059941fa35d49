package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.Family;
import io.weir.fib.family.ReassemblyFeatures;
import io.weir.fib.family.ReassemblyFeatures.Kind;
import io.weir.fib.internal.Families;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code set interface reassembly} and {@code virtual-reassembly} (VPP: reassembly of both families unless one is named). Only main. */
public record ReassemblyCommand(Families families) {
    private static final String WHERE = " <interface> [on|off] [ip4|ip6]";

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set interface reassembly" + WHERE,
                        "Put fragments that come in by an interface together before they go on, or leave them as they are")
                .run(call -> set(call, Kind.FULL));
        host.command(
                        "set interface virtual-reassembly" + WHERE + " [output]",
                        "Tell fragments that come in by an interface, or leave by it, the ports of their packet, or don't")
                .run(call -> set(call, call.has("output") ? Kind.VIRTUAL_OUTPUT : Kind.VIRTUAL));
    }

    private void set(final CommandCall call, final Kind kind) {
        final int on = call.getInterface("interface");
        final List<ReassemblyFeatures> wanted = families.newest().stream()
                .filter(family -> call.has(family.name()) || !call.has("ip4") && !call.has("ip6"))
                .map(Family::reassembly)
                .filter(features -> features != null)
                .toList();
        if (wanted.isEmpty()) {
            throw call.refuse("%s is not there", call.has("ip4") ? "ip4" : call.has("ip6") ? "ip6" : "a family");
        }
        wanted.forEach(features -> features.operator(kind, on, !call.has("off")));
    }
}
