package io.weir.platform.pg;

import io.weir.cli.CommandException;
import io.weir.iface.Interface;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams of a host. Main makes, changes and switches them, at a barrier where a worker could see it; counts and
 * gaps may be read by any thread.
 */
public final class PacketGenerator {
    private final Registrar host;
    private final StreamCompiler compiler;
    private final InputHandle input;
    private final List<Lane> lanes;
    private volatile Map<String, Stream> streams = Map.of();
    private int nextId;

    PacketGenerator(
            final Registrar host, final StreamCompiler compiler, final InputHandle input, final List<Lane> lanes) {
        this.host = host;
        this.compiler = compiler;
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
        put(compiler.compile(spec, nextId, workingDirectory, new StreamCounters(), finish(spec.name())));
        nextId++;
    }

    /** Changes a stream by the text of {@code packet-generator configure}; only main calls. */
    public void configure(final String name, final String text, final Path workingDirectory) {
        final Stream old = stream(name);
        final Stream changed = compiler.compile(
                StreamParser.change(old.spec, text), old.id, workingDirectory, old.counters, finish(name));
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
                .filter(stream -> stream.rxInterface == gone.swIfIndex() || stream.target == gone.outputTarget())
                .toList()
                .forEach(stream -> {
                    host.log().warn("stream {} is deleted with its interface {}", stream.spec.name(), gone.name());
                    delete(stream.spec.name());
                });
    }

    /** The lane of the thread that makes a stream's packets. */
    Lane lane(final Stream stream) {
        return lanes.get(compiler.thread(stream.spec.worker()));
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
            for (int thread = 0; thread < lanes.size(); thread++) {
                input.polling(host.workers().get(thread), lanes.get(thread).streams.length > 0);
            }
        });
    }

    /** Gives each lane its enabled streams. At a barrier. */
    private void publish() {
        for (int thread = 0; thread < lanes.size(); thread++) {
            final int index = thread;
            final Lane lane = lanes.get(thread);
            lane.streams = streams.values().stream()
                    .filter(stream -> stream.enabled && compiler.thread(stream.spec.worker()) == index)
                    .toArray(Stream[]::new);
            if (lane.streams.length == 0) {
                lane.pause();
            }
        }
    }

    /** Main's part of a stream's end: its worker has made the last packet. */
    private Runnable finish(final String name) {
        return () -> finished(name);
    }

    private void finished(final String name) {
        final Stream stream = streams.get(name);
        if (stream != null && stream.enabled && stream.pacer.finished()) {
            enable(List.of(stream), false);
        }
    }
}
