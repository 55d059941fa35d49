package io.weir.testkit;

import io.weir.graph.Frame;
import io.weir.graph.PacketNode;
import io.weir.graph.Sink;
import io.weir.graph.Worker;
import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import io.weir.plugin.InputHandle;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A plugin that runs a test's code inside the graph of a thread, and collects the packets that come back. */
final class Lab extends WeirPlugin {
    /** What a test has a thread do within an input node. */
    @FunctionalInterface
    interface Task {
        void run(Worker worker, Sink sink);
    }

    /** One call of a collecting node. */
    record Call(int thread, Frame frame, List<Integer> packets) {}

    /** A node at the end of the way: notes the packets' numbers and frees them. */
    static final class Collector implements Function<Worker, PacketNode> {
        private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
        private final AtomicInteger packets = new AtomicInteger();

        @Override
        public PacketNode apply(final Worker worker) {
            return frame -> {
                final List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < frame.size(); i++) {
                    numbers.add(number(frame.buffer(i)));
                }
                calls.add(new Call(worker.index(), frame, numbers));
                final int size = frame.size();
                frame.takeAll();
                worker.buffers().free(frame.indices(), 0, size);
                packets.addAndGet(size);
            };
        }

        int packets() {
            return packets.get();
        }

        void clear() {
            packets.set(0);
            calls.clear();
        }

        List<Call> calls() {
            return List.copyOf(calls);
        }

        List<Integer> numbers() {
            return calls.stream().flatMap(call -> call.packets().stream()).toList();
        }

        List<Integer> sizes() {
            return calls.stream().map(call -> call.packets().size()).toList();
        }
    }

    private final Consumer<Registrar> description;
    private final List<Queue<Task>> tasks = new ArrayList<>();
    private final AtomicInteger pending = new AtomicInteger();
    private InputHandle input;
    private Registrar registrar;

    Lab(final Consumer<Registrar> description) {
        this.description = description;
    }

    @Override
    public void register(final Registrar host) {
        registrar = host;
        host.workers().forEach(worker -> tasks.add(new ConcurrentLinkedQueue<>()));
        input = host.input("lab-input", worker -> out -> work(worker, out), null);
        description.accept(host);
    }

    private int work(final Worker worker, final Sink out) {
        int done = 0;
        final Queue<Task> queue = tasks.get(worker.index());
        for (Task task = queue.poll(); task != null; task = queue.poll()) {
            try {
                task.run(worker, out);
                done++;
            } finally {
                pending.decrementAndGet();
            }
        }
        return done;
    }

    Registrar host() {
        return registrar;
    }

    InputHandle input() {
        return input;
    }

    /** Runs a task on a thread, in its input node. */
    void on(final int thread, final Task task) {
        pending.incrementAndGet();
        tasks.get(thread).add(task);
        input.interrupt(registrar.workers().get(thread));
    }

    /** Whether all tasks were run. */
    boolean done() {
        return pending.get() == 0;
    }

    /** Index of the last thread: the only one, or a worker. */
    int last() {
        return tasks.size() - 1;
    }

    /** Sends packets numbered from 0 on from the last thread to a node. */
    void send(final int count, final String node) {
        send(last(), 0, count, 1, registrar.next(node).target());
    }

    /** Sends packets with numbers from {@code first} on to a target, as if they came in by an interface. */
    void send(final int thread, final int first, final int count, final int rx, final int target) {
        on(thread, (worker, sink) -> {
            for (int i = 0; i < count; i++) {
                sink.emit(packet(worker, first + i, rx), target);
            }
        });
    }

    /** A packet of 64 bytes that begins with its number. */
    static int packet(final Worker worker, final int number, final int rx) {
        final int index = worker.buffers().allocate();
        final long buffer = Buffer.address(index);
        Buffer.begin(buffer, 0, 64, rx);
        Memory.putInt(Buffer.data(buffer), number);
        return index;
    }

    /** A packet's number. */
    static int number(final long buffer) {
        return Memory.getInt(Buffer.data(buffer));
    }
}
