package io.weir.platform.show;

import io.weir.cli.CommandCall;
import io.weir.iface.Interface;
import io.weir.iface.VlanMatch;
import io.weir.platform.iface.InterfaceTable;
import io.weir.plugin.Registrar;

/** {@code create sub-interfaces} and {@code delete sub-interface}. */
final class SubInterfaceCommands implements ShowPlugin.Commands {
    private static final int MAX_NUMBER = 65_535;

    private final InterfaceTable interfaces;

    SubInterfaceCommands(final InterfaceTable interfaces) {
        this.interfaces = interfaces;
    }

    @Override
    public void register(final Registrar host) {
        host.command(
                        "create sub-interfaces <interface> <id:int 1.." + MAX_NUMBER + "> [default]"
                                + " [dot1q <dot1q:word>] [dot1ad <dot1ad:word>] [inner-dot1q <inner-dot1q:word>]"
                                + " [exact-match]",
                        "Create a sub-interface for tagged frames, of the VLAN that its number says if nothing else does")
                .run(this::create);
        host.command("delete sub-interface <interface>", "Delete a sub-interface")
                .run(this::delete);
    }

    private void create(final CommandCall call) {
        final Interface parent = interfaces.byIndex(call.getInterface("interface"));
        final int id = call.getInt("id");
        call.println(interfaces.subInterface(parent, id, match(call, id)).name());
    }

    private static VlanMatch match(final CommandCall call, final int id) {
        final boolean provider = call.has("dot1ad");
        final boolean customer = call.has("dot1q");
        final boolean inner = call.has("inner-dot1q");
        if (call.has("default")) {
            if (provider || customer || inner) {
                throw call.refuse("default takes what no other sub-interface has, and names no VLAN");
            }
            return VlanMatch.others();
        }
        if (provider && customer) {
            throw call.refuse("the outer tag is one of dot1q and dot1ad, not both");
        }
        if (!provider && !customer) {
            if (inner) {
                throw call.refuse(
                        "inner-dot1q `%s' stands without the outer tag, expected dot1q or dot1ad too",
                        call.get("inner-dot1q"));
            }
            if (id > VlanMatch.MAX_ID) {
                throw call.refuse(
                        "number `%s' is no VLAN (1..%d), so expected dot1q or dot1ad with one, or default",
                        call.get("id"), VlanMatch.MAX_ID);
            }
            return VlanMatch.dot1q(id);
        }
        return new VlanMatch(
                provider ? VlanMatch.DOT1AD : VlanMatch.DOT1Q,
                vlan(call, provider ? "dot1ad" : "dot1q"),
                inner ? vlan(call, "inner-dot1q") : VlanMatch.NONE,
                call.has("exact-match"));
    }

    private static int vlan(final CommandCall call, final String name) {
        final String text = call.get(name);
        if (text.equals("any")) {
            return VlanMatch.ANY;
        }
        if (text.matches("[0-9]{1,4}")) {
            final int id = Integer.parseInt(text);
            if (id >= 1 && id <= VlanMatch.MAX_ID) {
                return id;
            }
        }
        throw call.refuse("%s `%s' is no VLAN, expected 1..%d or any", name, text, VlanMatch.MAX_ID);
    }

    private void delete(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        if (device == null || device.parent() == null) {
            throw call.refuse("`%s' is no sub-interface", call.get("interface"));
        }
        interfaces.delete(device);
    }
}
