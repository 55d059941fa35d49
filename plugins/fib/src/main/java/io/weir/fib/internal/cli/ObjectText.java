package io.weir.fib.internal.cli;

import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.internal.object.ForwardingObject;
import io.weir.fib.internal.object.Kin;
import io.weir.fib.internal.object.ObjectTable;
import io.weir.fib.internal.route.PathList.State;
import io.weir.fib.internal.route.RouteTable;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.memory.Memory;
import java.util.function.IntFunction;

/** What lookups lead to, as VPP prints it. Only main. */
public final class ObjectText {
    private final ObjectTable objects;
    private final IntFunction<RouteTable> tables;
    private final Interfaces interfaces;

    /**
     * Of these objects.
     *
     * @param tables tables by their indices.
     */
    public ObjectText(final ObjectTable objects, final IntFunction<RouteTable> tables, final Interfaces interfaces) {
        this.objects = objects;
        this.tables = tables;
        this.interfaces = interfaces;
    }

    ForwardingObject get(final int index) {
        return objects.get(index);
    }

    /** What an object is. */
    public String describe(final int index) {
        final ForwardingObject object = objects.get(index);
        if (object == null) {
            return "deleted";
        }
        if (object.kin().versions().isEmpty()) {
            return "of a family that has gone";
        }
        final Family.Words words = object.kin().family().words();
        final String to = words.format(object.high(), object.low()) + " " + name(object.swIfIndex());
        return switch (object.kind()) {
            case DROP -> "dpo-drop " + object.kin() + why(object);
            case LOCAL -> "dpo-receive";
            case PUNT -> "dpo-punt " + object.kin();
            case GLEAN -> words.longName() + "-glean: " + name(object.swIfIndex()) + ": mtu:" + mtu(object);
            case INCOMPLETE ->
                object.kin().family().nodes().neighbor().node().replaceFirst(".*-", "") + "-" + words.longName()
                        + ": via " + to;
            case REWRITE ->
                words.longName() + " via " + to + ": mtu:" + mtu(object) + " next:" + output(object) + " flags:[] "
                        + rewrite(object);
            case LOAD_BALANCE ->
                "dpo-load-balance: [proto:" + object.kin() + " index:" + index + " buckets:" + object.buckets().length
                        + "]";
            case LOOKUP -> "dst-address,unicast lookup in " + tableName(object.word());
            case MULTICAST ->
                words.longName() + "-mcast: " + name(object.swIfIndex()) + ": mtu:" + mtu(object) + " next:"
                        + output(object) + " flags:[] " + rewrite(object);
            case NODE -> "dpo " + object.node() + ": [word:" + Integer.toUnsignedString(object.word()) + "]";
        };
    }

    private String tableName(final int index) {
        return tables.apply(index).name() + " table";
    }

    /** Why packets are dropped there, unless a route says that they are to be. */
    private static String why(final ForwardingObject drop) {
        final Kin kin = drop.kin();
        if (drop == kin.down()) {
            return " (" + State.INTERFACE_DOWN.label() + ")";
        }
        if (drop == kin.loop()) {
            return " (" + State.LOOP.label() + ")";
        }
        return drop == kin.unresolved() ? " (" + State.UNRESOLVED.label() + ")" : "";
    }

    /** What packets an object is for that a family always has; of any other null. */
    static String purpose(final ForwardingObject object) {
        final Kin kin = object.kin();
        if (object == kin.local()) {
            return "packets for this host";
        }
        if (object == kin.punt()) {
            return "packets for the operating system";
        }
        if (object == kin.blackhole()) {
            return "packets of routes that drop";
        }
        if (object == kin.down()) {
            return "packets whose interface is down";
        }
        if (object == kin.loop()) {
            return "packets whose route leads back to itself";
        }
        return object == kin.unresolved() ? "packets whose next hop has no way" : null;
    }

    /** The number by which VPP tells kinds apart. */
    static int kindNumber(final ForwardingObject object) {
        return switch (object.kind()) {
            case DROP, LOAD_BALANCE -> 0;
            case PUNT -> 1;
            case INCOMPLETE -> 3;
            case GLEAN -> 4;
            case REWRITE -> 5;
            case MULTICAST -> 6;
            case LOCAL -> 11;
            case LOOKUP -> 13;
            case NODE -> 14;
        };
    }

    /** What packets are held to, and those of this host if that is less. */
    private String mtu(final ForwardingObject object) {
        final int all = Memory.getInt(objects.line(object) + Forwarding.MTU);
        final int own = Short.toUnsignedInt(Memory.getShort(objects.line(object) + Forwarding.OWN_MTU));
        return own < Math.min(all, 0xffff) ? all + " own:" + own : Integer.toString(all);
    }

    private int output(final ForwardingObject object) {
        return Memory.getInt(objects.line(object) + Forwarding.OUTPUT);
    }

    private String rewrite(final ForwardingObject object) {
        final long end = objects.line(object) + Forwarding.REWRITE_END;
        final int bytes = Memory.getShort(objects.line(object) + Forwarding.REWRITE_BYTES);
        final StringBuilder hex = new StringBuilder(2 * bytes);
        for (int i = -bytes; i < 0; i++) {
            final int octet = Memory.getUnsignedByte(end + i);
            hex.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
        }
        return hex.toString();
    }

    /** An interface's name. */
    String name(final int swIfIndex) {
        final Interface on = interfaces.byIndex(swIfIndex);
        return on == null ? "DELETED" : on.name();
    }
}
