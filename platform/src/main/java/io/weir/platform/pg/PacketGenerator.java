package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The streams of a host. Main makes, changes and switches them, at a barrier where a worker could see it; counts and
 * gaps may be read by any thread.
 */
public final class PacketGenerator {
    private final Registrar host;
    private final PgDevice device;
    private final Predicate<String> nodes;
    private final InputHandle input;
    private final List<Lane> lanes;
    private volatile Map<String, Stream> streams = Map.of();
    private int nextId;

    PacketGenerator(
            final Registrar host,
            final PgDevice device,
            final Predicate<String> nodes,
            final InputHandle input,
            final List<Lane> lanes) {
        this.host = host;
        this.device = device;
        this.nodes = nodes;
        this.input = input;
        this.lanes = lanes;
    }

    /**
     * Counts of a stream since it was last enabled.
     *
     * @throws CommandException when there is no such stream.
     */
    public StreamCounters counters(final String stream) {
        return stream(stream).counters;
    }

    /** The longest time between two polls of {@code pg-input} on a thread since the last reset, in nanoseconds. */
    public long maxGapNs(final int workerIndex) {
        return lanes.get(workerIndex).maxGapNs();
    }

    /** Begins to look for the longest gap anew, on all threads. */
    public void resetMaxGap() {
        lanes.forEach(Lane::resetMaxGap);
    }

    /** Makes a stream from the text of {@code packet-generator new { … }}; only main calls. */
    public void create(final String text, final Path workingDirectory) {
        final StreamSpec given = StreamParser.parse(text);
        final StreamSpec spec = given.name().isEmpty() ? given.withName("stream" + nextId) : given;
        if (streams.containsKey(spec.name())) {
            throw new CommandException("stream `" + spec.name() + "' exists already, delete it first");
        }
        put(compile(spec, nextId, workingDirectory, new StreamCounters()));
        nextId++;
    }

    /** Changes a stream by the text of {@code packet-generator configure}; only main calls. */
    public void configure(final String name, final String text, final Path workingDirectory) {
        final Stream old = stream(name);
        final Stream changed = compile(StreamParser.change(old.spec, text), old.id, workingDirectory, old.counters);
        changed.enabled = old.enabled;
        host.atBarrier("packet-generator configure " + name, () -> {
            changed.restart(true);
            put(changed);
            publish();
        });
    }

    /** Deletes a stream; only main calls. */
    public void delete(final String name) {
        final Stream gone = stream(name);
        enable(List.of(gone), false);
        final Map<String, Stream> fewer = new LinkedHashMap<>(streams);
        fewer.remove(name);
        streams = fewer;
    }

    /** Enables or disables a stream; only main calls. */
    public void enable(final String name, final boolean on) {
        enable(List.of(stream(name)), on);
    }

    /** Enables or disables all streams at one barrier; only main calls. */
    public void enableAll(final boolean on) {
        enable(streams.values(), on);
    }

    /** Deletes the streams that seem to come in by an interface. */
    void interfaceGone(final Interface gone) {
        streams.values().stream()
                .filter(stream -> stream.rxInterface == gone.swIfIndex())
                .toList()
                .forEach(stream -> {
                    host.log().warn("stream {} is deleted with its interface {}", stream.spec.name(), gone.name());
                    delete(stream.spec.name());
                });
    }

    Collection<Stream> streams() {
        return streams.values();
    }

    /** The stream with this name. */
    Stream stream(final String name) {
        final Stream stream = streams.get(name);
        if (stream == null) {
            throw new CommandException("unknown stream `" + name + "'");
        }
        return stream;
    }

    /** The stream with this number, or null. */
    Stream stream(final int id) {
        return streams.values().stream()
                .filter(stream -> stream.id == id)
                .findFirst()
                .orElse(null);
    }

    /** Index of the thread that serves a stream's {@code worker N}. */
    int thread(final int worker) {
        return lanes.size() == 1 ? 0 : worker + 1;
    }

    private void put(final Stream stream) {
        final Map<String, Stream> more = new LinkedHashMap<>(streams);
        more.put(stream.spec.name(), stream);
        streams = more;
    }

    private void enable(final Collection<Stream> changed, final boolean on) {
        final List<Stream> really =
                changed.stream().filter(stream -> stream.enabled != on).toList();
        if (really.isEmpty()) {
            return;
        }
        host.atBarrier("packet-generator " + (on ? "enable" : "disable"), () -> {
            for (final Stream stream : really) {
                stream.enabled = on;
                if (on) {
                    stream.restart(false);
                }
            }
            publish();
        });
        for (int thread = 0; thread < lanes.size(); thread++) {
            input.polling(host.workers().get(thread), lanes.get(thread).streams.length > 0);
        }
    }

    /** Gives each lane its enabled streams. At a barrier. */
    private void publish() {
        for (int thread = 0; thread < lanes.size(); thread++) {
            final int index = thread;
            final Lane lane = lanes.get(thread);
            lane.streams = streams.values().stream()
                    .filter(stream -> stream.enabled && thread(stream.spec.worker()) == index)
                    .toArray(Stream[]::new);
            if (lane.streams.length == 0) {
                lane.pause();
            }
        }
    }

    /** Main's part of a stream's end: its worker has made the last packet. */
    private void finished(final String name) {
        final Stream stream = streams.get(name);
        if (stream != null && stream.enabled && stream.pacer.finished()) {
            enable(List.of(stream), false);
        }
    }

    /** Checks what a stream refers to, and compiles it. */
    private Stream compile(
            final StreamSpec given, final int id, final Path workingDirectory, final StreamCounters counters) {
        final Interface rx = rxInterface(given);
        final Interface tx = given.txInterface().isEmpty() ? byName(given.node()) : required(given.txInterface());
        final String node = given.node().isEmpty() && given.replays() ? "ethernet-input" : given.node();
        final int target = target(node);
        final int workers = Math.max(1, lanes.size() - 1);
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
        final String name = spec.name();
        return new Stream(spec, id, target, rx.swIfIndex(), maker, counters, () -> finished(name));
    }

    private static StreamSpec replaySizes(final StreamSpec spec, final List<byte[]> packets) {
        final int min = packets.stream().mapToInt(packet -> packet.length).min().orElse(0);
        final int max = packets.stream().mapToInt(packet -> packet.length).max().orElse(0);
        return spec.withSizes(min, max).withLimit(spec.limit() == 0 ? packets.size() : spec.limit());
    }

    private Interface rxInterface(final StreamSpec spec) {
        if (!spec.rxInterface().isEmpty()) {
            return required(spec.rxInterface());
        }
        return host.interfaces().all().stream()
                .filter(candidate -> candidate.deviceClass() == device)
                .findFirst()
                .orElseThrow(() -> new CommandException("no interface given, expected `interface NAME'"));
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
