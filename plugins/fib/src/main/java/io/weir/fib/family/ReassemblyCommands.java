package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.fib.family.ReassemblyFeatures.Kind;
import io.weir.plugin.Registrar;
import java.util.List;

/** {@code set interface reassembly}, {@code set interface virtual-reassembly} and what shows both, of any family. Main only. */
public final class ReassemblyCommands {
    private final String family;
    private final Reassemblies reassemblies;
    private final ReassemblyFeatures features;

    /**
     * Commands.
     *
     * @param family their word for it, {@code ip4}.
     */
    public ReassemblyCommands(final String family, final Reassemblies reassemblies, final ReassemblyFeatures features) {
        this.family = family;
        this.reassemblies = reassemblies;
        this.features = features;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set interface reassembly <interface> [on|off] " + family,
                        "Put fragments that come in by an interface together before they go on, or leave them as they are")
                .run(call -> set(call, Kind.FULL));
        host.command(
                        "set interface virtual-reassembly <interface> [on|off] " + family + " [output]",
                        "Tell fragments that come in by an interface, or leave by it, the ports of their packet, or don't")
                .run(call -> set(call, call.has("output") ? Kind.VIRTUAL_OUTPUT : Kind.VIRTUAL));
        host.command("show " + family + "-full-reassembly", "Show the fragments that wait for the rest of their packet")
                .run(call -> show(call, "full", reassemblies.full()));
        host.command("show " + family + "-sv-reassembly", "Show the packets whose fragments are told their ports")
                .run(call -> show(call, "shallow virtual", reassemblies.virtual()));
    }

    private void set(final CommandCall call, final Kind kind) {
        features.operator(kind, call.getInterface("interface"), !call.has("off"));
    }

    private void show(final CommandCall call, final String what, final List<? extends FragmentTable> parts) {
        final ReassemblySettings settings = reassemblies.settings();
        for (final FragmentTable part : parts) {
            call.println(
                    "Thread " + part.worker.index() + ": " + part.packets() + " packets, " + part.held() + " buffers");
        }
        call.println("Maximum number of " + what + " reassemblies (per thread): "
                + settings.packets().getInt());
        call.println(
                "Maximum number of buffers (per thread): " + settings.buffers().getInt());
        call.println("Maximum number of fragments per " + what + " reassembly: "
                + settings.fragments().getInt());
        call.println("Reassembly timeout: " + settings.timeoutMs().getInt() + " ms");
        final long used = parts.stream().mapToLong(part -> part.packets()).sum();
        call.println("Current number of " + what + " reassemblies: " + used);
    }
}
