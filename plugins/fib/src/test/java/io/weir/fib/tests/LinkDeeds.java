package io.weir.fib.tests;

import io.weir.fib.tests.RouterModel.Address;
import io.weir.net.MacAddress;
import java.util.List;
import java.util.Map;

/** Random changes of interfaces: up and down, their addresses, tables and neighbours. */
record LinkDeeds(RouterScene scene) {
    void link(final int port) {
        scene.model().up[port] = !scene.model().up[port];
        scene.cli("set interface state if" + port + (scene.model().up[port] ? " up" : " down"));
    }

    /** All interfaces come up. */
    void allUp() {
        for (int port = 0; port < RouterModel.PORTS; port++) {
            if (!scene.model().up[port]) {
                link(port);
            }
        }
    }

    void address(final int port) {
        final List<Address> there = scene.model().addresses.get(port);
        if (!there.isEmpty() && scene.random().nextInt(3) == 0) {
            final Address gone = there.remove(scene.random().nextInt(there.size()));
            scene.cli("set interface ip address del if" + port + " " + text(gone));
            return;
        }
        final int link = 0x0a64_0000 | port << 16;
        final Address more =
                switch (scene.random().nextInt(4)) {
                    case 0 -> new Address(link | 1, 24);
                    case 1 -> new Address(link | 9, 24);
                    case 2 -> new Address(link | 0x101, 31);
                    default -> new Address(link | 0x203, 32);
                };
        if (!there.contains(more) && !scene.model().neighbors.get(port).containsKey(more.number())) {
            there.add(more);
            scene.cli("set interface ip address if" + port + " " + text(more));
        }
    }

    private String text(final Address address) {
        final String prefix = scene.real().family.prefix(address.number(), address.length());
        return scene.real().address(address.number()) + prefix.substring(prefix.indexOf('/'));
    }

    void neighbor(final int port) {
        final Map<Integer, Long> there = scene.model().neighbors.get(port);
        final int number = RouterScene.linked(scene.random(), port);
        if (there.containsKey(number) && scene.random().nextBoolean()) {
            there.remove(number);
            scene.cli("set ip neighbor del if" + port + " " + scene.real().address(number));
        } else if (scene.model().addresses.get(port).stream().noneMatch(own -> own.number() == number)) {
            final long mac = 0x0200_0000_0000L | scene.random().nextInt(0x10000) << 8 | port;
            there.put(number, mac);
            scene.cli("set ip neighbor static if" + port + " " + scene.real().address(number) + " "
                    + MacAddress.format(mac));
        }
    }

    void table(final int port) {
        if (scene.model().addresses.get(port).isEmpty()) {
            scene.model().table[port] = scene.pick(RouterModel.TABLES);
            scene.cli("set interface " + scene.real().family.word() + " table if" + port + " "
                    + scene.model().table[port]);
        }
    }
}
