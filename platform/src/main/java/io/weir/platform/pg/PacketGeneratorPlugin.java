package io.weir.platform.pg;

import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Brings the packet generator: the device class {@code pg}, the input node {@code pg-input} and their commands. */
public final class PacketGeneratorPlugin extends WeirPlugin {
    private final Predicate<String> nodes;
    private PacketGenerator generator;

    /**
     * A generator whose streams may enter at certain nodes.
     *
     * @param nodes whether there is a node of that name, at the time of asking.
     */
    public PacketGeneratorPlugin(final Predicate<String> nodes) {
        this.nodes = nodes;
    }

    @Override
    public void register(final Registrar host) {
        final PgDevice device = new PgDevice();
        host.deviceClass(device);
        final List<Lane> lanes =
                Stream.generate(Lane::new).limit(host.workers().size()).toList();
        final InputHandle input = host.input(
                "pg-input",
                worker -> new PgInput(worker, lanes.get(worker.index()), host::onMain),
                (buffer, out) -> new PgTrace(generator).format(buffer, out));
        generator = new PacketGenerator(host, new StreamCompiler(host, device, nodes), input, lanes);
        host.export(PacketGenerator.class, consumer -> generator);
        new PgCommands(host, generator, device).register();
        host.interfaces().listen(new InterfaceListener() {
            @Override
            public void deleting(final Interface gone) {
                generator.interfaceGone(gone);
            }
        });
    }

    @Override
    public void stop() {
        generator.enableAll(false);
    }

    /** The streams, for benchmarks and tests that read counts or gaps; null before {@link #register}. */
    public PacketGenerator generator() {
        return generator;
    }
}
