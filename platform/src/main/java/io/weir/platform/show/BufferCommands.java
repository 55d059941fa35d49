package io.weir.platform.show;

import io.weir.cli.Columns;
import io.weir.cli.CommandCall;
import io.weir.memory.Buffer;
import io.weir.memory.BufferPool;
import io.weir.memory.Memory;
import io.weir.memory.OffHeap;
import io.weir.platform.graph.Graph;
import io.weir.platform.plugin.BufferCensus;
import io.weir.platform.plugin.BufferWatch;
import io.weir.platform.plugin.registry.HeldBuffers;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.MainLoop;
import io.weir.plugin.Registrar;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;

/** {@code show buffers} and {@code show memory}. */
final class BufferCommands implements ShowPlugin.Commands {
    private static final Columns POOL = Columns.of("%-20s%=6s%=6s%=6s%=11s%=7s%=7s%=8s%=8s");
    private static final Columns HOLDER = Columns.of("%-20s%-40s%8s");
    private static final Columns THREAD = Columns.of("%-20s%=8s%=16s");

    private final Graph graph;
    private final List<GraphLoop> threads;
    private final MainLoop main;
    private final HeldBuffers held;

    BufferCommands(final Graph graph, final List<GraphLoop> threads, final MainLoop main, final HeldBuffers held) {
        this.graph = graph;
        this.threads = threads;
        this.main = main;
        this.held = held;
    }

    @Override
    public void register(final Registrar registrar) {
        registrar
                .command("show buffers", "Show packet buffers, and what each thread keeps at hand")
                .run(this::buffers);
        registrar
                .command("show memory [main-heap] [verbose]", "Show the heap, tables outside of it, and buffers")
                .run(this::memory);
        registrar.process("buffer-watch-process", new BufferWatch(main.buffers().pool(), threads, held)::run);
    }

    private void buffers(final CommandCall call) {
        final BufferPool pool = main.buffers().pool();
        final BufferCensus census = BufferCensus.of(main, threads, held);
        call.println(POOL.line("Pool Name", "Index", "NUMA", "Size", "Data Size", "Total", "Avail", "Cached", "Used"));
        call.println(POOL.line(
                pool.name(),
                0,
                0,
                Buffer.STRIDE_BYTES,
                Buffer.DATA_BYTES,
                pool.capacity(),
                census.available(),
                census.cached(),
                census.used()));
        call.println("");
        call.println(THREAD.line("Thread", "Cached", "Alloc failures"));
        for (final GraphLoop thread : threads) {
            call.println(THREAD.line(
                    thread.name(), thread.buffers().cached(), thread.buffers().failures()));
        }
        call.println("");
        call.println(HOLDER.line("Plugin", "Holds", "Buffers"));
        for (int i = 0; i < census.held().length; i++) {
            final HeldBuffers.Holder holder = census.holders().get(i);
            call.println(HOLDER.line(holder.owner(), holder.what(), census.held()[i]));
        }
        call.println("Unaccounted: %d", census.unaccounted());
        if (Memory.CHECKED && census.unaccounted() != 0) {
            pool.leakReport(graph::targetName).lines().forEach(line -> call.println("  %s", line));
        }
    }

    private void memory(final CommandCall call) {
        final MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        call.println("Java heap");
        call.println(
                "  total: %s, used: %s, free: %s, max: %s",
                Numbers.bytes(heap.getCommitted()),
                Numbers.bytes(heap.getUsed()),
                Numbers.bytes(heap.getCommitted() - heap.getUsed()),
                heap.getMax() < 0 ? "none" : Numbers.bytes(heap.getMax()));
        if (call.has("verbose")) {
            ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> {
                final MemoryUsage usage = pool.getUsage();
                call.println(
                        "    %s: total: %s, used: %s",
                        pool.getName(), Numbers.bytes(usage.getCommitted()), Numbers.bytes(usage.getUsed()));
            });
        }
        if (!call.has("main-heap")) {
            final BufferPool pool = main.buffers().pool();
            call.println("Tables and counters outside of the heap");
            call.println("  reserved: %s", Numbers.bytes(OffHeap.reservedBytes()));
            call.println("Buffers");
            call.println(
                    "  total: %s, %s",
                    Numbers.bytes((long) pool.capacity() * Buffer.STRIDE_BYTES),
                    pool.hugePages() ? "on huge pages" : "no huge pages of their own");
        }
    }
}
