package io.weir.platform.pg;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.plugin.Registrar;

/** The CLI of the packet generator. */
final class PgCommands {
    private final Registrar host;
    private final PacketGenerator generator;
    private final PgDevice device;

    PgCommands(final Registrar host, final PacketGenerator generator, final PgDevice device) {
        this.host = host;
        this.generator = generator;
        this.device = device;
    }

    void register() {
        host.command("create packet-generator interface <name:word>", "Create an interface for generated packets")
                .run(this::createInterface);
        host.command("delete packet-generator interface <interface>", "Delete a packet-generator interface")
                .run(this::deleteInterface);
        host.command(
                        "packet-generator new <description:braces>",
                        "Create a stream of packets: { name NAME limit COUNT|-1 [rate PPS] [size MIN-MAX|MIN+MAX] [node NODE] "
                                + "[worker N] [interface IF] [tx-interface IF] [maxframe N] ( pcap FILE | data { IP4: MAC -> MAC "
                                + "UDP: ADDRESS -> ADDRESS UDP: PORT -> PORT incrementing BYTES } ) }; of A - B a field counts "
                                + "up, of A + B it is drawn")
                .run(call ->
                        generator.create(call.get("description"), call.session().workingDirectory()));
        host.command(
                        "packet-generator configure <stream:word> <changes:text>",
                        "Change limit, rate or size of a stream")
                .run(call -> generator.configure(
                        call.get("stream"), call.get("changes"), call.session().workingDirectory()));
        host.command("packet-generator delete <stream:word>", "Delete a stream")
                .run(call -> generator.delete(call.get("stream")));
        host.command("packet-generator enable|enable-stream [<stream:word>]", "Enable one or all streams")
                .run(call -> enable(call, true));
        host.command("packet-generator disable|disable-stream [<stream:word>]", "Disable one or all streams")
                .run(call -> enable(call, false));
        host.command(
                        "packet-generator capture <interface> [pcap <file>] [count <count:int 1..2000000000>]"
                                + " [disable]",
                        "Write what an interface transmits to a pcap file")
                .run(this::capture);
        host.command("show packet-generator [<stream:word>]", "Show streams").run(this::show);
        host.command("clear packet-generator", "Clear the longest gap between polls")
                .run(call -> generator.resetMaxGap());
    }

    private void createInterface(final CommandCall call) {
        final Interfaces interfaces = host.interfaces();
        final String name = call.get("name");
        if (interfaces.byName(name) != null) {
            throw new CommandException("interface `" + name + "' exists already");
        }
        device.create(interfaces, name);
    }

    private void deleteInterface(final CommandCall call) {
        host.interfaces().delete(port(call));
    }

    private void enable(final CommandCall call, final boolean on) {
        if (call.has("stream")) {
            generator.enable(call.get("stream"), on);
        } else {
            generator.enableAll(on);
        }
    }

    private void capture(final CommandCall call) {
        final Interface captured = port(call);
        final boolean off = call.has("disable");
        if (off == call.has("pcap")) {
            throw new CommandException("expected either `pcap FILE' or `disable'");
        }
        final PgPort port = device.port(captured);
        final PcapCapture before = port.capture;
        final PcapCapture after =
                off ? null : new PcapCapture(call.getPath("file"), call.getInt("count", Integer.MAX_VALUE));
        host.atBarrier("packet-generator capture " + captured.name(), () -> port.capture = after);
        if (before != null) {
            before.close();
        }
    }

    private void show(final CommandCall call) {
        if (call.has("stream")) {
            final Stream stream = generator.stream(call.get("stream"));
            call.print(StreamTable.details(stream, generator.lane(stream)));
        } else {
            call.print(StreamTable.table(generator.streams()));
        }
    }

    private Interface port(final CommandCall call) {
        final Interface found = host.interfaces().byIndex(call.getInterface("interface"));
        if (found.deviceClass() != device) {
            throw new CommandException("`" + found.name() + "' is no packet-generator interface");
        }
        return found;
    }
}
