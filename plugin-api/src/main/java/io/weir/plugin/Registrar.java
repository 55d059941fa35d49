package io.weir.plugin;

import io.weir.cli.Command;
import io.weir.cli.CommandException;
import io.weir.config.ConfigSection;
import io.weir.config.LiveSetting;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.graph.Counter;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.Handoff;
import io.weir.graph.IndexedCounter;
import io.weir.graph.InputNode;
import io.weir.graph.Next;
import io.weir.graph.NodeBuilder;
import io.weir.graph.PacketNode;
import io.weir.graph.ProcessHandle;
import io.weir.graph.ProcessNode;
import io.weir.graph.TraceFormat;
import io.weir.graph.Unit;
import io.weir.graph.Worker;
import io.weir.iface.DeviceClass;
import io.weir.iface.Interfaces;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Where a plugin describes what it brings. Calls only note it down, under the plugin's name; the host validates and
 * inserts all of it at once after {@link WeirPlugin#register} returns. Only main calls.
 */
public interface Registrar {
    /** Id of the plugin that registers. */
    String pluginId();

    /** The plugin's log, named after it. */
    Logger log();

    /** Brings an internal node. The factory is called on main, once for each thread. */
    NodeBuilder node(String name, Function<Worker, PacketNode> factory);

    /**
     * Brings an input node that polls while {@link InputHandle#polling} says so, from the start on not.
     *
     * @param format prints what {@code trace add} on this node catches.
     */
    InputHandle input(String name, Function<Worker, InputNode> factory, TraceFormat format);

    /** Brings a process node; it starts when the plugin does. */
    ProcessHandle process(String name, ProcessNode body);

    /**
     * A node as a destination; it need not be there yet. Its name keeps its number for good, so this is for names that stand
     * in code or configuration; an interface's output is {@link io.weir.iface.Interface#outputTarget}. Of one that isn't there
     * when the plugin has been loaded the host warns; packets to it are dropped until it comes.
     */
    Next next(String node);

    /** As {@link #next}, for a node that another plugin may bring or not: the host doesn't warn. */
    Next optionalNext(String node);

    /**
     * Defines an arc.
     *
     * @param last the node at its end, or null if it ends at a different node for each interface.
     */
    void arc(FeatureArc arc, String last);

    /** Sends Ethernet frames of a type to a node, with the Ethernet header stripped. */
    void etherType(int type, Next to);

    /** A reason for dropping that reads like its name, with severity error. */
    DropReason dropReason(String name);

    /** A reason with words and a rank of its own. */
    DropReason dropReason(String name, String description, DropReason.Severity severity);

    /**
     * Packets that all nodes have dropped, punted or counted under a reason since they came, whatever {@code clear errors} did; it lags
     * by what threads do just then. Only main calls.
     */
    long counted(DropReason reason);

    Counter counter(String name, Unit unit);

    /**
     * Brings a counter for each of many things that have numbers, such as rules or peers. The statistics segment has it as {@code
     * /ID/NAME}, with a column for each number. In an upgrade it goes on counting where it is, as other counters do.
     *
     * @param size for how many numbers there is room at first; {@link IndexedCounter#reserve} makes more.
     */
    IndexedCounter counters(String name, Unit unit, int size);

    /** A setting that is changed while the host runs; it begins with its default. */
    default <T> LiveSetting<T> setting(final Setting<T> declaration) {
        return setting(declaration, declaration.defaultValue());
    }

    /**
     * The same, which begins with another value, such as what is configured.
     *
     * @throws CommandException when that isn't allowed.
     */
    <T> LiveSetting<T> setting(Setting<T> declaration, T initial);

    /**
     * Declares bytes of every packet's metadata.
     *
     * @param bytes 1, 2, 4 or a multiple of 8.
     * @throws IllegalStateException when there is no room left, naming those that have it.
     */
    ScratchField scratch(String name, int bytes);

    /** Brings a CLI command; see {@link Command} for the pattern's syntax. */
    Command command(String pattern, String help);

    /**
     * Brings a device class, whose interfaces are registered later through {@link #interfaces}. In an upgrade, interfaces of
     * a class of the same name stay, with their indices, addresses and counters, and get tx nodes of the new class; the
     * plugin adds their receive queues anew.
     */
    void deviceClass(DeviceClass deviceClass);

    /**
     * Claims a section of the configuration; the manifest lists its name under {@code Weir-Config}.
     *
     * @throws CommandException with a sentence for every mistake in what is configured.
     */
    ConfigSection config(SectionSpec section);

    /**
     * Brings state that goes over in an upgrade: the next version that brings a state of this name takes what this one
     * exports, as a record of its own class. Both versions have class loaders of their own, so the host makes one record of
     * the other, field by field by name; types have to be the same, and are: primitives and their boxes, strings, final
     * classes that both see (the JDK's, the plugin API's, those of a plugin that both depend on), enums, records of these,
     * and arrays, lists and maps of these. Arrays of primitives and final classes go over by reference, and {@link HandedMemory}
     * hands over memory outside the heap. What doesn't fit refuses the upgrade in a sentence that names the field; see
     * {@link Added} and {@link Dropped} for records that change.
     *
     * @param name of this state, unique in the plugin.
     * @param shape the record.
     * @param export called on the old version, on main, while its nodes still run: what packets change in what is copied from
     *     then on is lost, unless it follows in {@link #finalState}. It changes nothing, as the upgrade may yet be refused.
     *     Null for nothing.
     * @param take called on the new version, on main, between its {@code register} and the making of its nodes, if something
     *     was exported. What it throws refuses the upgrade.
     */
    <S extends Record> void state(String name, Class<S> shape, Supplier<? extends S> export, Consumer<? super S> take);

    /**
     * Brings state that goes over when the new version stands: counts, what was heard meanwhile, packets that wait. The
     * records are compared before, with those of {@link #state}.
     *
     * @param export called on the old version, on main, after the new one's {@code start} and before it is told that it was
     *     {@link WeirPlugin#handedOver}; its nodes and processes run no more. Null for nothing.
     * @param take called on the new version right after it. It can't refuse any more.
     */
    <S extends Record> void finalState(
            String name, Class<S> shape, Supplier<? extends S> export, Consumer<? super S> take);

    /**
     * Brings what the next version goes by in shadow, where it has nothing else of this one: what the operator has said, as a
     * rule. Without it nodes meet empty tables there, and what they do with most packets live is not compiled when they
     * take their places. One for a plugin. A record that doesn't fit that of the next version is left out.
     *
     * @param export called on this version, on main, while its nodes run; it changes nothing. Null for nothing.
     * @param take called on the next version's instances in shadow, on a thread of theirs, behind {@code register}: never on one
     *     that comes to the live graph.
     */
    <S extends Record> void shadowState(Class<S> shape, Supplier<? extends S> export, Consumer<? super S> take);

    /**
     * What outlives the plugin's class loader, because the process can't have it twice: made by the first who asks, found by
     * all later ones, kept until the process ends.
     *
     * @param key unique in the host, beginning with the plugin's id.
     * @param type of the JDK or the plugin API; one of the plugin's own would keep its class loader.
     */
    <T> T lasting(String key, Class<T> type, Supplier<T> first);

    /**
     * Tells the host of buffers that the plugin keeps between two calls of its nodes, for {@code show buffers} and for the
     * count of leaks.
     *
     * @param what keeps them.
     * @param buffers how many it keeps; called on main while workers are parked.
     */
    void holdsBuffers(String what, IntSupplier buffers);

    /**
     * Tells the host of the size of a table, for {@code show plugins verbose}.
     *
     * @param what is stored.
     * @param bytes how many it takes now; called on main.
     */
    void usesMemory(String what, LongSupplier bytes);

    /**
     * Publishes numbers of the plugin's own in the statistics segment, until the plugin goes. Declared counters are there by
     * themselves.
     */
    void statistics(StatisticsSource source);

    Interfaces interfaces();

    Features features();

    /** Main and all workers, in the order of their indices. */
    List<? extends Worker> workers();

    /**
     * Brings a way for packets to a node on the thread that owns them, with queues of its own.
     *
     * @param name such as {@code nat-in2out-handoff}, for {@code show handoff} and traces.
     * @param to the node; it need not be there yet.
     */
    default Handoff handoff(final String name, final Next to) {
        return handoff(name, to, Handoff.VECTORS);
    }

    /**
     * The same with a limit.
     *
     * @param vectors that may wait in front of each thread, 2 to 4,096; rounded up to a power of two.
     */
    Handoff handoff(String name, Next to, int vectors);

    /**
     * Has a thread of the graph do something between two of its turns: soon, once, and not after the plugin has gone. What
     * it throws is a fault of the plugin. Only main calls.
     */
    void onWorker(Worker worker, Runnable task);

    /**
     * Has each of {@link #workers} do something between two of its turns, and then main something with what they returned.
     * No worker stands for it, as it would at a barrier. Only main calls.
     *
     * @param thenOnMain gets the results by the threads' indices, null where the task threw; not called if the plugin goes
     *     before.
     */
    <T> void onEachWorker(Function<Worker, T> task, Consumer<List<T>> thenOnMain);

    /**
     * The same for who needs the results where it stands, a command or a process node; main goes on with its loop meanwhile.
     *
     * @throws IllegalStateException when a thread doesn't come within a second, or from within a node.
     */
    <T> List<T> fromEachWorker(Function<Worker, T> task);

    /**
     * Brings what is to be done on each thread itself: memory of its own, a native library that wants to know it.
     *
     * @param start called on each of {@link #workers} before a node of the plugin runs there; what it throws refuses the
     *     plugin.
     * @param end called there when all of them have left, or when the thread ends.
     */
    void workerHooks(Consumer<Worker> start, Consumer<Worker> end);

    /** Runs a change while no worker runs. It must be short: packets queue up meanwhile. Only main calls. */
    void atBarrier(String why, Runnable change);

    /** Asks main to run something soon. Any thread may call. */
    void onMain(Runnable request);

    /** Watches a descriptor on a thread. Called on main. */
    WatchedFile watch(int fd, Worker worker, FileHandler handler);

    /**
     * Offers a service to plugins that depend on this one.
     *
     * @param type from an exported package.
     * @param view makes what one consumer gets; called on main, once for each consumer and type. What consumers do through it
     *     that lasts is noted in {@link ServiceConsumer#did}; a service that only tells may give the same object to all.
     */
    <T> void export(Class<T> type, Function<ServiceConsumer, ? extends T> view);

    /**
     * What another plugin has exported, as a view of this plugin's own.
     *
     * @throws IllegalStateException when none has; declare the dependency in the manifest.
     */
    <T> T service(Class<T> type);

    /**
     * Uses a service if and as long as it is there; the manifest names whose it is with a question mark ({@code
     * Plugin-Dependencies: other?}). A plugin comes anew, with its state, whenever one that it can do without comes, goes or is
     * replaced.
     *
     * @param type name of the class that the service is exported under. A class that isn't there can't be loaded, so only what
     *     {@code joined} calls, in a class of its own, may name it.
     * @param joined called on main when this plugin has started and the service is there: now finds it by {@link #service}.
     * @param parted called on main when the service goes while this plugin stays: to be used no more. What was done through it
     *     is undone thereafter.
     */
    void optional(String type, Runnable joined, Runnable parted);

    /** Tells when threads have let go of what was taken out of a table. */
    Quiescence quiescence();
}
