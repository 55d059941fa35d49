package io.weir.fib.family;

import io.weir.cli.CommandCall;
import io.weir.plugin.Registrar;

/** {@code set ip icmp-errors}, {@code show ip icmp-errors}, and the same of any family. */
public final class ErrorCommands {
    private final String word;
    private final ErrorSettings settings;

    /**
     * Commands.
     *
     * @param word what the family's commands begin with, such as {@code ip}.
     */
    public ErrorCommands(final String word, final ErrorSettings settings) {
        this.word = word;
        this.settings = settings;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command(
                        "set " + word
                                + " icmp-errors [rate <rate:int 0..1000000>] [to-one <to-one:int 0..1000000>] [no-route on|off]",
                        "Set how many ICMP errors may be sent in a second, in all and to one address (0: none), and whether"
                                + " they tell of packets without a route")
                .run(this::set);
        host.command("show " + word + " icmp-errors", "Show how many ICMP errors may be sent")
                .run(this::show);
    }

    private void set(final CommandCall call) {
        if (!call.has("rate") && !call.has("to-one") && !call.has("no-route")) {
            throw call.refuse("expected rate, to-one or no-route");
        }
        if (call.has("rate")) {
            settings.rate().set(call.getInt("rate"));
        }
        if (call.has("to-one")) {
            settings.rateToOne().set(call.getInt("to-one"));
        }
        if (call.has("on") || call.has("off")) {
            settings.noRoute().set(call.has("on"));
        }
    }

    private void show(final CommandCall call) {
        call.println("at most " + settings.rate().get() + " a second in all, "
                + settings.rateToOne().get() + " to one address");
        call.println("packets without a route are "
                + (settings.noRoute().isOn() ? "answered by network unreachable" : "dropped silently"));
    }
}
