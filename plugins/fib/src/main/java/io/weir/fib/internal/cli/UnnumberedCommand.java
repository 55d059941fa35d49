package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.internal.Families;
import io.weir.plugin.Registrar;
import java.util.ArrayList;
import java.util.List;

/** {@code set interface unnumbered} (VPP: interface_cli.c), in all families at once. Only main. */
public final class UnnumberedCommand {
    private final Families families;

    public UnnumberedCommand(final Families families) {
        this.families = families;
    }

    /** Declares the command. */
    public void register(final Registrar host) {
        host.command(
                        "set interface unnumbered ( del <interface> | <interface> use <lender:interface> )",
                        "Have an interface use the addresses of another, or no longer")
                .run(this::unnumbered);
    }

    private void unnumbered(final CommandCall call) {
        final int on = call.getInterface("interface");
        if (call.has("del")) {
            boolean was = false;
            for (final Family family : families.newest()) {
                was |= family.unnumbered(on, -1);
            }
            if (!was) {
                throw call.refuse("%s is not unnumbered", call.get("interface"));
            }
            return;
        }
        final int lender = call.getInterface("lender");
        final List<Family> done = new ArrayList<>();
        try {
            for (final Family family : families.newest()) {
                family.unnumbered(on, lender);
                done.add(family);
            }
        } catch (final CommandException refused) {
            done.forEach(family -> family.unnumbered(on, -1));
            throw refused;
        }
    }
}
