package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;
import java.util.List;

/** What shows the fragments of a family that wait. Main only. */
public final class ReassemblyCommands {
    private final String family;
    private final Reassemblies reassemblies;

    /**
     * Commands.
     *
     * @param family their word for it, {@code ip4}.
     */
    public ReassemblyCommands(final String family, final Reassemblies reassemblies) {
        this.family = family;
        this.reassemblies = reassemblies;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command("show " + family + "-full-reassembly", "Show the fragments that wait for the rest of their packet")
                .run(call -> show(call, "full", reassemblies.full()));
        host.command("show " + family + "-sv-reassembly", "Show the packets whose fragments are told their ports")
                .run(call -> show(call, "shallow virtual", reassemblies.virtual()));
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
