package io.weir.dpdk.internal.cli;

import io.weir.cli.CommandCall;
import io.weir.dpdk.internal.DpdkRuntime;
import io.weir.dpdk.internal.eal.Devices;
import io.weir.dpdk.internal.port.PortSettings;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.memory.Buffer;
import io.weir.plugin.Registrar;
import java.util.List;
import java.util.Objects;

/** {@code create interface dpdk}, {@code delete interface dpdk}, {@code set dpdk}, {@code show dpdk}. */
public final class DpdkCommands {
    private final DpdkRuntime dpdk;
    private Interfaces interfaces;

    public DpdkCommands(final DpdkRuntime dpdk) {
        this.dpdk = dpdk;
    }

    /** Brings the commands in. */
    public void register(final Registrar host) {
        interfaces = host.interfaces();
        host.command(
                        "create interface dpdk (vdev <vdev:word> | pci <pci:word>) [name <name:word>]"
                                + " [num-rx-queues <num-rx-queues:int 1..1024>] [num-tx-queues <num-tx-queues:int 1..1024>]"
                                + " [num-rx-desc <num-rx-desc:int 16..32768>] [num-tx-desc <num-tx-desc:int 16..32768>]",
                        "Add a device and an interface for each of its ports")
                .run(this::create);
        host.command("delete interface dpdk <interface>", "Delete an interface and its device")
                .run(call -> dpdk.devices().delete(port(call)));
        host.command(
                        "set dpdk interface descriptors <interface> [rx <rx:int 16..32768>] [tx <tx:int 16..32768>]",
                        "Set the number of descriptors of each queue")
                .run(call -> dpdk.devices().descriptors(port(call), call.getInt("rx", 0), call.getInt("tx", 0)));
        host.command(
                        "set dpdk interface vlan <interface> (<id:int 1..4094> | none)",
                        "Have all frames on the wire carry the tag of a VLAN, or none")
                .run(call -> dpdk.devices().vlan(port(call), call.getInt("id", 0)));
        host.command("show dpdk version", "Show DPDK's version and what EAL was started with")
                .run(this::version);
        host.command("show dpdk buffer", "Show the mempool that DPDK and the host share")
                .run(this::buffer);
        host.command("show dpdk physmem", "Show DPDK's own memory").run(this::physmem);
    }

    private void create(final CommandCall call) {
        final String spec = call.has("vdev") ? call.get("vdev") : call.get("pci");
        final String device = DpdkRuntime.name(spec);
        if (call.has("pci") != Devices.isPci(device)) {
            throw call.refuse(
                    "`%s' is %s",
                    device,
                    call.has("pci")
                            ? "no PCI address, expected one such as 0000:00:08.0"
                            : "no vdev but a PCI address, expected pci before it");
        }
        final PortSettings settings = dpdk.settings(device)
                .with(
                        call.has("name") ? call.get("name") : null,
                        call.getInt("num-rx-queues", 0),
                        call.getInt("num-tx-queues", 0),
                        call.getInt("num-rx-desc", 0),
                        call.getInt("num-tx-desc", 0));
        final List<Interface> ports = dpdk.add(device, DpdkRuntime.arguments(spec), settings);
        ports.forEach(made -> call.println(made.name()));
        ports.stream().map(dpdk.devices()::caution).filter(Objects::nonNull).forEach(call::println);
    }

    private Interface port(final CommandCall call) {
        final Interface device = interfaces.byIndex(call.getInterface("interface"));
        if (device == null || device.deviceClass() != dpdk.devices()) {
            throw call.refuse("`%s' is no DPDK port", call.get("interface"));
        }
        return device;
    }

    private void version(final CommandCall call) {
        requireOpen(call);
        call.println("DPDK Version:             %s", dpdk.eal().version());
        call.println("DPDK EAL init args:       %s", dpdk.eal().arguments());
    }

    private void requireOpen(final CommandCall call) {
        if (!dpdk.isOpen()) {
            throw call.refuse("DPDK is not in use: no port was configured or created");
        }
    }

    private void buffer(final CommandCall call) {
        requireOpen(call);
        final List<Integer> census = dpdk.census();
        call.println("available on the shared list    %7d", census.get(0));
        call.println("at hand for threads in DPDK     %7d", census.get(1));
        call.println(
                "%s %7d",
                census.get(3) == 0 ? "in rings of ports              " : "in rings of ports, at most     ",
                census.get(2));
        call.println("bytes of each                   %7d", Buffer.STRIDE_BYTES);
    }

    private void physmem(final CommandCall call) {
        requireOpen(call);
        call.print(dpdk.eal().memory());
    }
}
