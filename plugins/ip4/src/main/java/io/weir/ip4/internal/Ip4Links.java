package io.weir.ip4.internal;

import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.ip4.internal.arp.Announcer;
import io.weir.ip4.internal.arp.ArpSender;
import io.weir.ip4.internal.arp.Conflicts;
import io.weir.ip4.internal.arp.ProxyArp;
import io.weir.ip4.internal.iface.Ip4AddressTable;
import io.weir.ip4.internal.iface.Ip4Watcher;
import io.weir.plugin.Registrar;

/** What the host says and hears on its links by ARP besides asking for neighbours, tied to its addresses. Only main. */
final class Ip4Links implements Ip4Watcher.LinkListener {
    private static final int MAX_ANNOUNCEMENTS = 10;

    final ArpSender sender;
    final Announcer announcer;
    final Conflicts conflicts = new Conflicts();
    final ProxyArp proxy = new ProxyArp();

    Ip4Links(final Registrar host, final Ip4AddressTable addresses) {
        sender = new ArpSender(host.interfaces(), addresses, host.workers().getFirst());
        announcer = new Announcer(
                host.interfaces(),
                sender,
                host.setting(Setting.of(
                        "gratuitous-arps",
                        SettingTypes.integer(0, MAX_ANNOUNCEMENTS),
                        0,
                        "Gratuitous ARPs, one each 2 seconds, by which a link hears of an address that is new or whose interface"
                                + " comes up (RFC 5227, 2.3 wants 2); 0 for none")));
        announcer.connect(host.process("ip4-announce-process", announcer));
    }

    @Override
    public void usable(final int swIfIndex, final int address) {
        announcer.begin(swIfIndex, address);
    }

    @Override
    public void removed(final int swIfIndex, final int address) {
        announcer.forget(swIfIndex, address);
        conflicts.removed(address);
    }

    @Override
    public void deleted(final int swIfIndex) {
        proxy.enable(swIfIndex, false);
        conflicts.forget(swIfIndex);
    }

    @Override
    public void borrows(final int swIfIndex) {
        conflicts.forget(swIfIndex);
    }
}
