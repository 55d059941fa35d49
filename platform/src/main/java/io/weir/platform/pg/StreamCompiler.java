package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.plugin.Registrar;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** Turns what was asked for into a stream that can run: finds node, interfaces and worker, and prepares the packets. */
final class StreamCompiler {
    private final Registrar host;
    private final PgDevice device;
    private final Predicate<String> nodes;

    StreamCompiler(final Registrar host, final PgDevice device, final Predicate<String> nodes) {
        this.host = host;
        this.device = device;
        this.nodes = nodes;
    }

    /** Index of the thread that serves a stream's {@code worker N}. */
    int thread(final int worker) {
        return host.workers().size() == 1 ? 0 : worker + 1;
    }

    /** Checks what a stream refers to, and compiles it. */
    Stream compile(
            final StreamSpec given,
            final int id,
            final Path workingDirectory,
            final StreamCounters counters,
            final Runnable finish) {
        final Interface there = rxInterface(given);
        if (there != null) {
            return compile(given, id, workingDirectory, counters, finish, there);
        }
        // As in VPP, a stream that names no interface has one made for it.
        final Interface made = device.create(host.interfaces(), freeName());
        try {
            return compile(given, id, workingDirectory, counters, finish, made);
        } catch (final RuntimeException e) {
            host.interfaces().delete(made);
            throw e;
        }
    }

    private String freeName() {
        int number = 0;
        while (byName("pg" + number) != null) {
            number++;
        }
        return "pg" + number;
    }

    private Stream compile(
            final StreamSpec given,
            final int id,
            final Path workingDirectory,
            final StreamCounters counters,
            final Runnable finish,
            final Interface rx) {
        final Interface tx = given.txInterface().isEmpty() ? byName(given.node()) : required(given.txInterface());
        final String node = given.node().isEmpty() && given.replays() ? "ethernet-input" : given.node();
        final int target = target(node);
        final int workers = Math.max(1, host.workers().size() - 1);
        final int place = given.worker() < workers ? given.worker() : 0;
        StreamSpec spec = given.withPlace(node, rx.name(), place);
        final Worker worker = host.workers().get(thread(place));
        final int txIndex = tx == null ? -1 : tx.swIfIndex();
        final PacketMaker maker;
        if (spec.replays()) {
            final List<byte[]> packets = PcapFile.read(workingDirectory.resolve(spec.pcap()));
            spec = replaySizes(spec, packets);
            maker = new ReplayMaker(packets, worker.buffers(), spec.bufferBytes(), rx.swIfIndex(), txIndex, id);
        } else {
            final PacketLayout layout = DataParser.parse(spec.data(), node);
            spec = Template.sized(layout, spec);
            final Template template = Template.compile(layout, spec);
            maker = new TemplateMaker(template, worker.buffers(), spec.bufferBytes(), rx.swIfIndex(), txIndex, id);
        }
        return new Stream(spec, id, target, rx.swIfIndex(), maker, counters, finish);
    }

    private static StreamSpec replaySizes(final StreamSpec spec, final List<byte[]> packets) {
        final int min = packets.stream().mapToInt(packet -> packet.length).min().orElse(0);
        final int max = packets.stream().mapToInt(packet -> packet.length).max().orElse(0);
        return spec.withSizes(min, max).withLimit(spec.limit() == 0 ? packets.size() : spec.limit());
    }

    /** The interface that a stream names, or the first of the generator's; null if there is none. */
    private Interface rxInterface(final StreamSpec spec) {
        if (!spec.rxInterface().isEmpty()) {
            return required(spec.rxInterface());
        }
        return host.interfaces().all().stream()
                .filter(candidate -> candidate.deviceClass() == device)
                .findFirst()
                .orElse(null);
    }

    private Interface required(final String name) {
        final Interface found = byName(name);
        if (found == null) {
            throw new CommandException("unknown interface `" + name + "'");
        }
        return found;
    }

    private Interface byName(final String name) {
        return name.isEmpty() ? null : host.interfaces().byName(name);
    }

    private int target(final String node) {
        if (node.isEmpty()) {
            throw new CommandException("no node given, expected `node NAME'");
        }
        final Interface output = byName(node);
        if (output != null) {
            return output.outputTarget();
        }
        if (!nodes.test(node)) {
            throw new CommandException("unknown node `" + node + "'");
        }
        return host.next(node).target();
    }
}
