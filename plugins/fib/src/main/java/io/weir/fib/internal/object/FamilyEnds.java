package io.weir.fib.internal.object;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.graph.DropReason;
import io.weir.memory.Memory;
import java.util.List;

/** The objects that a family always has, where packets end: this host, the operating system, and a drop for each reason. Only main. */
public final class FamilyEnds {
    private final ObjectTable objects;

    public FamilyEnds(final ObjectTable objects) {
        this.objects = objects;
    }

    /** Makes what a family always has. */
    public void make(final Kin kin) {
        kin.local = objects.lock(objects.make(Kind.LOCAL, kin, -1, 0, 0));
        kin.punt = objects.lock(objects.make(Kind.PUNT, kin, -1, 0, 0));
        kin.blackhole = objects.lock(objects.make(Kind.DROP, kin, -1, 0, 0));
        kin.down = objects.lock(objects.make(Kind.DROP, kin, -1, 0, 0));
        kin.unresolved = objects.lock(objects.make(Kind.DROP, kin, -1, 0, 0));
        kin.loop = objects.lock(objects.make(Kind.DROP, kin, -1, 0, 0));
    }

    /** Shows what a family always has, with the reasons of the version that counts. */
    public void show(final Kin kin) {
        final Family.Reasons reasons = kin.family().reasons();
        objects.show(kin.local);
        reason(kin.punt, reasons.punt());
        reason(kin.blackhole, reasons.blackhole());
        reason(kin.down, reasons.down());
        reason(kin.unresolved, reasons.unresolved());
        reason(kin.loop, reasons.loop());
    }

    private void reason(final ForwardingObject end, final DropReason reason) {
        Memory.putInt(objects.line(end) + Forwarding.REASON, reason.id());
        objects.show(end);
    }

    /** A family goes, with all that leads there. */
    public void drop(final Kin kin) {
        List.of(kin.local, kin.punt, kin.blackhole, kin.down, kin.unresolved, kin.loop)
                .forEach(objects::unlock);
    }

    /** The numbers of what a family always has, in the order in which {@link #restore} takes them. */
    public int[] numbers(final Kin kin) {
        return new int[] {
            kin.local.index(),
            kin.punt.index(),
            kin.blackhole.index(),
            kin.down.index(),
            kin.unresolved.index(),
            kin.loop.index()
        };
    }

    /** Makes what a family always has, with the numbers that it had. */
    public void restore(final Kin kin, final int[] numbers) {
        kin.local = objects.claim(numbers[0], Kind.LOCAL, kin, -1, 0, 0);
        kin.punt = objects.claim(numbers[1], Kind.PUNT, kin, -1, 0, 0);
        kin.blackhole = objects.claim(numbers[2], Kind.DROP, kin, -1, 0, 0);
        kin.down = objects.claim(numbers[3], Kind.DROP, kin, -1, 0, 0);
        kin.unresolved = objects.claim(numbers[4], Kind.DROP, kin, -1, 0, 0);
        kin.loop = objects.claim(numbers[5], Kind.DROP, kin, -1, 0, 0);
    }
}
