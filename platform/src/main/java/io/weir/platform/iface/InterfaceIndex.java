package io.weir.platform.iface;

import io.weir.cli.CommandException;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Interfaces by number and by name. Main only, but for {@link #find}, which workers call; {@link #remove} is
 * called at a barrier, and allocates nothing.
 */
final class InterfaceIndex {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,62}");

    private final Map<String, HostInterface> byName = new HashMap<>();
    /** Numbers of deleted interfaces that a packet under way may still name. */
    private final BitSet waiting = new BitSet(CounterBlock.MAX_INTERFACES);

    private HostInterface[] byIndex = new HostInterface[16];

    /** The interface with this number, or null. */
    HostInterface find(final int swIfIndex) {
        final HostInterface[] all = byIndex;
        return swIfIndex >= 0 && swIfIndex < all.length ? all[swIfIndex] : null;
    }

    HostInterface byName(final String name) {
        return byName.get(name);
    }

    List<HostInterface> all() {
        return Arrays.stream(byIndex).filter(Objects::nonNull).toList();
    }

    /** Refuses a name that is none, or taken. */
    void check(final String name) {
        if (!NAME.matcher(name).matches()) {
            throw new CommandException(
                    "interface name `" + name + "' is not a name of 1 to 63 letters, digits, . _ / : -");
        }
        if (byName.containsKey(name)) {
            throw new CommandException("interface `" + name + "' exists already");
        }
    }

    /** The lowest number that is free. */
    int free() {
        for (int i = 0; i < CounterBlock.MAX_INTERFACES; i++) {
            if (find(i) == null && !waiting.get(i)) {
                return i;
            }
        }
        throw new CommandException("no more than " + CounterBlock.MAX_INTERFACES + " interfaces fit");
    }

    /** Makes room for a number. */
    void reserve(final int swIfIndex) {
        if (swIfIndex >= byIndex.length) {
            final HostInterface[] larger = Arrays.copyOf(byIndex, Math.max(swIfIndex + 1, byIndex.length * 2));
            VarHandle.releaseFence();
            byIndex = larger;
        }
    }

    /** Has workers find it by its number, which there is room for. */
    void put(final HostInterface device) {
        VarHandle.releaseFence();
        byIndex[device.swIfIndex] = device;
    }

    /** One that was put is found by its name too. */
    void name(final HostInterface device) {
        byName.put(device.name, device);
    }

    void remove(final HostInterface device) {
        byIndex[device.swIfIndex] = null;
        byName.remove(device.name);
        waiting.set(device.swIfIndex);
    }

    /** Says which interfaces have features between ethernet-input and where types go; at a barrier. */
    void ethernetFeatures(final IntPredicate has) {
        for (final HostInterface device : byIndex) {
            if (device != null) {
                device.ethernetFeatures = has.test(device.swIfIndex);
            }
        }
    }

    /** No packet is under way on any thread: numbers of interfaces that were removed may be given out. */
    void quiet() {
        waiting.clear();
    }
}
