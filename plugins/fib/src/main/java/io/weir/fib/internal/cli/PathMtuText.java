package io.weir.fib.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.MtuLimit;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.pmtu.PathMtuLearning;
import io.weir.fib.internal.route.PathMtu;
import io.weir.fib.internal.route.PathMtus;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.stream.IntStream;

/** {@code show ip pmtu} and {@code clear ip pmtu}: the path MTUs of all families. Only main. */
public final class PathMtuText {
    private final PathMtus all;
    private final PathMtuLearning learning;
    private final ObjectTable objects;
    private final Interfaces interfaces;

    public PathMtuText(
            final PathMtus all,
            final PathMtuLearning learning,
            final ObjectTable objects,
            final Interfaces interfaces) {
        this.all = all;
        this.learning = learning;
        this.objects = objects;
        this.interfaces = interfaces;
    }

    /** Declares the commands. */
    public void register(final Registrar host) {
        host.command("show ip pmtu", "Show what packets to single hosts are held to")
                .run(this::show);
        host.command("clear ip pmtu", "Forget the path MTUs that routers have told this host")
                .run(call -> all.unlearn());
    }

    private void show(final CommandCall call) {
        final List<PathMtu> entries = all.all();
        call.forEach(
                IntStream.range(0, entries.size()).boxed().toList(),
                number -> call.println("[%d] %s", number, line(entries.get(number))));
    }

    /** The least MTU of the interfaces that packets leave by; 0 if there is none. */
    private int parent(final PathMtu entry) {
        final int type = entry.table().kin().versions().isEmpty()
                ? 0
                : entry.table().kin().family().etherType();
        int least = 0;
        for (final int swIfIndex : objects.interfacesOf(all.object(entry))) {
            final Interface on = interfaces.byIndex(swIfIndex);
            least = on == null ? least : MtuLimit.least(least, on.mtu(type));
        }
        return least;
    }

    private String line(final PathMtu entry) {
        final Kin kin = entry.table().kin();
        final String host =
                kin.versions().isEmpty() ? "?" : kin.family().words().format(entry.high(), entry.low());
        final int parent = parent(entry);
        final int own = MtuLimit.least(MtuLimit.least(parent, entry.given()), entry.learnt());
        return "[tbl:[" + entry.table().number() + ":" + entry.table().index() + "]] " + host + "/" + kin.bits()
                + " pmtu:[cfg:" + entry.given() + ", oper:" + MtuLimit.least(parent, entry.given()) + ", parent:"
                + parent + "] own:[learnt:" + entry.learnt()
                + (entry.learnt() == 0 ? "" : " " + learning.ageSeconds(entry.learntNs()) + "s ago") + ", oper:" + own
                + "] [" + (!entry.active() ? "no way" : entry.attached() ? "attached" : "remote") + "]";
    }
}
