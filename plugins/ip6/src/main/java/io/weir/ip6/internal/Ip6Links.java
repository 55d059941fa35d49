package io.weir.ip6.internal;

import io.weir.config.LiveSetting;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.fib.Path;
import io.weir.fib.family.InterfaceAddress;
import io.weir.ip6.internal.cli.AddressCommands;
import io.weir.ip6.internal.iface.Groups;
import io.weir.ip6.internal.iface.Ip6AddressTable;
import io.weir.ip6.internal.iface.Ip6Watcher;
import io.weir.ip6.internal.mld.MldListener;
import io.weir.ip6.internal.nd.AnsweredGroups;
import io.weir.ip6.internal.nd.DuplicateDetection;
import io.weir.ip6.internal.nd.DuplicateDetection.State;
import io.weir.ip6.internal.nd.LinkProcess;
import io.weir.ip6.internal.nd.NdSender;
import io.weir.ip6.internal.nd.ProxyNd;
import io.weir.ip6.internal.ra.RouterAdvertiser;
import io.weir.ip6.internal.ra.RouterText;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.SplittableRandom;

/** What the host does on its links unasked, tied to its addresses. Only main. */
final class Ip6Links implements Ip6Watcher.LinkListener, AddressCommands.LinkFacts {
    private static final int MAX_TRANSMITS = 10;
    private static final int MAX_ROBUSTNESS = 7;

    final DuplicateDetection duplicates;
    final RouterAdvertiser advertiser;
    final MldListener listener;
    final ProxyNd proxy;
    final AnsweredGroups answered;
    private final Ip6AddressTable addresses;
    private final LinkProcess process;

    Ip6Links(final Registrar host, final Ip6AddressTable addresses, final Groups groups, final NdSender sender) {
        this.addresses = addresses;
        final SplittableRandom random = new SplittableRandom();
        duplicates = new DuplicateDetection(
                host.interfaces(),
                host.setting(Setting.of(
                        "dad-transmits",
                        SettingTypes.integer(0, MAX_TRANSMITS),
                        1,
                        "Neighbor solicitations that look for a duplicate of an address, one a second, before it is used; 0"
                                + " for none")),
                sender,
                random.split());
        advertiser = new RouterAdvertiser(host.interfaces(), addresses, sender, random.split());
        listener = new MldListener(host.interfaces(), addresses, groups, sender, robustness(host), random.split());
        process = new LinkProcess(List.of(duplicates, listener, advertiser));
        process.connect(host.process("ip6-link-process", process));
        duplicates.connect(this::known, process::wake);
        advertiser.connect(process::wake);
        listener.connect(process::wake);
        groups.listen(listener);
        proxy = new ProxyNd(addresses);
        answered = new AnsweredGroups(host.interfaces(), addresses, groups, proxy);
        addresses.inUse((on, address) -> duplicates.state(on, address.high(), address.low()) == State.PREFERRED);
    }

    private static LiveSetting<Integer> robustness(final Registrar host) {
        return host.setting(
                Setting.of(
                        "mld-robustness",
                        SettingTypes.integer(0, MAX_ROBUSTNESS),
                        2,
                        "How often a link is told that this host joins or leaves a group (RFC 3810, 9.1); 0: only who asks is told"));
    }

    /** Packets for a tentative address are nobody's; those for a duplicate are the one's who has it. */
    private void known(final int swIfIndex, final long high, final long low, final State state) {
        final Path path =
                switch (state) {
                    case PREFERRED -> Path.local(swIfIndex);
                    case TENTATIVE -> Path.drop();
                    case DUPLICATE -> null;
                };
        addresses.on(swIfIndex).stream()
                .filter(address -> address.is(high, low))
                .findFirst()
                .ifPresent(address -> addresses.lead(swIfIndex, address, path));
        if (state == State.PREFERRED) {
            advertiser.changed(swIfIndex);
        }
    }

    @Override
    public void added(final int swIfIndex, final InterfaceAddress address) {
        duplicates.added(swIfIndex, address.high(), address.low());
        advertiser.changed(swIfIndex);
        answered.refresh();
    }

    @Override
    public void removed(final int swIfIndex, final InterfaceAddress address) {
        duplicates.removed(swIfIndex, address.high(), address.low());
        advertiser.changed(swIfIndex);
        answered.refresh();
    }

    @Override
    public void borrows() {
        answered.refresh();
    }

    @Override
    public void linkUp(final int swIfIndex) {
        for (final InterfaceAddress address : addresses.on(swIfIndex)) {
            duplicates.linkUp(swIfIndex, address.high(), address.low());
        }
        listener.linkUp(swIfIndex);
        advertiser.changed(swIfIndex);
        process.wake();
    }

    @Override
    public String ofAddress(final int swIfIndex, final InterfaceAddress address) {
        return switch (duplicates.state(swIfIndex, address.high(), address.low())) {
            case PREFERRED -> "";
            case TENTATIVE -> " [tentative]";
            case DUPLICATE -> " [duplicate]";
        };
    }

    @Override
    public List<String> ofRouter(final int swIfIndex) {
        return RouterText.of(advertiser, swIfIndex);
    }

    @Override
    public void deleted(final int swIfIndex) {
        proxy.forget(swIfIndex);
        advertiser.forget(swIfIndex);
        listener.forget(swIfIndex);
    }
}
