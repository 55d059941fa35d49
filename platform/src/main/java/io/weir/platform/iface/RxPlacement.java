package io.weir.platform.iface;

import io.weir.cli.CommandException;
import io.weir.graph.DropReason;
import io.weir.iface.RxMode;
import io.weir.iface.RxQueue;
import io.weir.platform.fault.FaultLog;
import io.weir.platform.fault.FaultSite;
import io.weir.platform.fault.Isolation;
import io.weir.platform.graph.Graph;
import io.weir.platform.graph.InputRuntime;
import io.weir.platform.graph.Node;
import io.weir.platform.thread.GraphLoop;
import io.weir.platform.thread.OwnedWorker;
import io.weir.plugin.FileHandler;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** Receive queues on workers: places them in turn, moves them, changes their modes. Main only. */
public final class RxPlacement {
    /** What is where. */
    public record Row(String inputNode, int thread, String device, int queue, RxMode mode, boolean quarantined) {}

    private final RxInputs inputs;
    private final List<? extends GraphLoop> threads;
    private final AtBarrier barrier;
    private final List<QueuePlacement> placed = new ArrayList<>();
    private int turn;

    RxPlacement(final Graph graph, final List<? extends GraphLoop> threads, final AtBarrier barrier) {
        inputs = new RxInputs(graph, threads);
        this.threads = threads;
        this.barrier = barrier;
    }

    /** Adds a queue to the worker whose turn it is, or to where it was under the device class's version before. */
    void add(final HostInterface device, final RxQueue queue, final RxMode mode) {
        final int id = device.queues.size();
        final QueuePlacement.Place former = id < device.formerPlaces.size() ? device.formerPlaces.get(id) : null;
        final int first = threads.size() > 1 ? 1 : 0;
        final int thread = former == null ? first + turn++ % (threads.size() - first) : former.thread();
        add(device, queue, former == null ? mode : former.mode(), mode, thread);
    }

    void add(final HostInterface device, final RxQueue queue, final RxMode mode, final int thread) {
        checkThread(thread);
        add(device, queue, mode, mode, thread);
    }

    private void add(
            final HostInterface device, final RxQueue queue, final RxMode wanted, final RxMode mode, final int thread) {
        inputs.require(device, faults());
        final QueuePlacement[] self = new QueuePlacement[1];
        final int id = device.queues.size();
        final FaultSite site =
                new FaultSite(device.owner, "receive queue", device.name + " queue " + id, new Unpolled(self));
        final QueuePlacement placement = new QueuePlacement(device, id, queue, site);
        self[0] = placement;
        final RxMode served = allows(placement, wanted) ? wanted : mode;
        check(placement, served);
        put(placement, thread);
        device.queues.add(placement);
        placed.add(placement);
        if (queue.raisesInterrupts()) {
            queue.interrupts(placement);
        }
        placement.serve(served);
        // Nobody polls it yet, so no barrier: its thread finds it in the new list, and all of it.
        VarHandle.releaseFence();
        inputs.publish(RxInputs.name(device), placed);
        watch(placement);
    }

    private static boolean allows(final QueuePlacement placement, final RxMode mode) {
        return mode == RxMode.POLLING || placement.queue.interruptFd() >= 0 || placement.queue.raisesInterrupts();
    }

    private static void check(final QueuePlacement placement, final RxMode mode) {
        if (!allows(placement, mode)) {
            throw new CommandException("queue " + placement.id + " of " + placement.device.name
                    + " has no interrupts, only polling works");
        }
    }

    private static void put(final QueuePlacement placement, final int thread) {
        placement.thread = thread;
        placement.worker = placement.device.workers.get(thread);
    }

    /** The threads as a part of a plugin sees them. */
    List<OwnedWorker> workers(final String owner, final String timers) {
        return OwnedWorker.all(threads, owner, timers);
    }

    FaultLog faults() {
        return threads.getFirst().dispatcher().faults();
    }

    /** How a queue is put out of action; its thread asks before each poll. */
    private final class Unpolled implements Isolation {
        private final QueuePlacement[] placement;

        /** Of a placement that is yet to be made. */
        Unpolled(final QueuePlacement... placement) {
            this.placement = placement;
        }

        @Override
        public void isolate(final boolean on, final DropReason why) {
            RxPlacement.this.isolate(placement[0], on);
        }

        @Override
        public boolean atOnce() {
            return true;
        }
    }

    /** Has a queue that keeps failing polled no longer, nor its descriptor watched, at any time; or begins anew, at a barrier. */
    private void isolate(final QueuePlacement placement, final boolean on) {
        placement.quarantined = on;
        if (placement.file != null) {
            placement.file.close();
            placement.file = null;
        }
        placement.serve(placement.mode);
        watch(placement);
    }

    private void watch(final QueuePlacement placement) {
        if (placement.quarantined) {
            return;
        }
        final GraphLoop thread = threads.get(placement.thread);
        final InputRuntime runtime = inputs.runtime(placement);
        final int fd = placement.queue.interruptFd();
        placement.home(runtime, thread);
        if (fd < 0) {
            // A first call, in which the node sees that it is to poll.
            runtime.raise();
            thread.wake();
            return;
        }
        final FileHandler handler = new FileHandler() {
            @Override
            public void readable() {
                placement.pending = true;
                runtime.raise();
            }

            @Override
            public void failed() {
                readable();
            }
        };
        placement.file = thread.files().watch(fd, handler, placement.device.owner);
        placement.listen(!placement.polling);
        runtime.raise();
        thread.wake();
    }

    /** Changes the mode of a queue, or of all of an interface with a queue of -1. */
    public void mode(final String device, final int queue, final RxMode mode) {
        final List<QueuePlacement> selected = select(device, queue);
        selected.forEach(placement -> check(placement, mode));
        barrier.run("rx-mode of " + device, () -> selected.forEach(placement -> placement.serve(mode)));
        for (final QueuePlacement placement : selected) {
            inputs.runtime(placement).raise();
            threads.get(placement.thread).wake();
        }
    }

    /** Moves a queue, or all of an interface with a queue of -1, to a thread. */
    public void place(final String device, final int queue, final int thread) {
        checkThread(thread);
        final List<QueuePlacement> selected = select(device, queue);
        republish(
                "place " + device,
                selected.getFirst().device,
                () -> selected.forEach(placement -> {
                    put(placement, thread);
                    if (placement.file != null) {
                        placement.file.close();
                    }
                }));
        selected.forEach(this::watch);
    }

    private void checkThread(final int thread) {
        if (thread < 0 || thread >= threads.size()) {
            throw new CommandException("thread " + thread + " is not there, 0 to " + (threads.size() - 1) + " are");
        }
    }

    private List<QueuePlacement> select(final String device, final int queue) {
        final List<QueuePlacement> selected = placed.stream()
                .filter(p -> p.device.name.equals(device) && (queue < 0 || p.id == queue))
                .toList();
        if (selected.isEmpty()) {
            throw new CommandException(
                    device + (queue < 0 ? " has no receive queues" : " has no receive queue " + queue));
        }
        return selected;
    }

    /** Works out how the queues of interfaces go that are deleted. */
    QueueRemoval removal(final List<HostInterface> devices) {
        final List<QueuePlacement> gone =
                devices.stream().flatMap(device -> device.queues.stream()).toList();
        return inputs.removal(
                gone, placed.stream().filter(queue -> !gone.contains(queue)).toList());
    }

    /** Takes them from their threads; at a barrier. */
    void take(final QueueRemoval removal) {
        removal.swap(placed);
    }

    /** They have gone. */
    void taken(final QueueRemoval removal) {
        for (final QueuePlacement queue : removal.gone()) {
            if (queue.file != null) {
                queue.file.close();
            }
            queue.device.queues.clear();
            faults().forget(queue.site);
        }
    }

    /** Takes an interface's queues away from their threads; returns them. */
    List<QueuePlacement> take(final HostInterface device) {
        final List<QueuePlacement> queues = List.copyOf(device.queues);
        for (final QueuePlacement placement : queues) {
            placement.home(null, null);
            if (placement.file != null) {
                placement.file.close();
            }
        }
        placed.removeAll(queues);
        device.queues.clear();
        if (!queues.isEmpty()) {
            republish("remove queues of " + device.name, device, () -> {});
        }
        return queues;
    }

    /** Puts queues that were taken back to where they were. */
    void give(final HostInterface device, final List<QueuePlacement> queues) {
        device.queues.addAll(queues);
        placed.addAll(queues);
        if (!queues.isEmpty()) {
            republish("place " + device.name, device, () -> {});
            queues.forEach(this::watch);
        }
    }

    /** Takes out the input node of a device class that has no queue any more. */
    void forget(final String deviceClass) {
        inputs.forget(deviceClass);
    }

    /** The input node that serves a device class, or null. */
    Node inputNode(final String deviceClass) {
        return inputs.node(deviceClass);
    }

    /** An input node has left the graph. */
    void forgotten(final Node node) {
        inputs.forgotten(node);
    }

    private void republish(final String why, final HostInterface device, final Runnable change) {
        final String input = RxInputs.name(device);
        barrier.run(why, () -> {
            change.run();
            inputs.publish(input, placed);
        });
    }

    /** What is where, for {@code show interface rx-placement}. */
    public List<Row> rows() {
        return placed.stream()
                .map(p -> new Row(RxInputs.name(p.device), p.thread, p.device.name, p.id, p.mode, p.quarantined))
                .toList();
    }
}
