package io.weir.testkit.live;

import io.weir.cli.CommandSpec;
import io.weir.graph.Counter;
import io.weir.graph.FeatureArc;
import io.weir.iface.InterfaceCounters.Kind;
import io.weir.platform.graph.Arc;
import io.weir.platform.graph.Node;
import io.weir.platform.host.HostOptions;
import io.weir.platform.plugin.LoadedPlugin;
import io.weir.platform.thread.Process;
import io.weir.testkit.CrossConnect;
import io.weir.testkit.TestHost;
import io.weir.testkit.TestInterface;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A host with two interfaces and a wire between them, whose plugins come and go. */
final class Live implements AutoCloseable {
    private static final int FRAME_BYTES = 64;
    private static final int COLLECTIONS = 50;

    private final TestHost host;
    private final TestInterface in;
    private final TestInterface out;
    private final CrossConnect wire = new CrossConnect("wire");
    private long sent;
    private long received;

    private Live(final HostOptions options, final int shadowLimitMs) {
        Shared.clear();
        host = TestHost.of(options.withPlugins(options.plugins().withShadowLimitMs(shadowLimitMs)))
                .plugin("wire", wire);
        in = host.addInterface("in0");
        out = host.addInterface("out0");
        wire.connect(in.device(), out.device());
        host.untilIdle();
    }

    static Live withWorkers(final int workers) {
        return of(HostOptions.workers(workers));
    }

    /** New nodes may run in shadow for so long. */
    static Live withShadow(final int workers, final int limitMs) {
        return new Live(HostOptions.workers(workers), limitMs);
    }

    static Live of(final HostOptions options) {
        return new Live(options, 60);
    }

    TestHost host() {
        return host;
    }

    TestInterface out() {
        return out;
    }

    TestInterface in() {
        return in;
    }

    String cli(final String command) {
        return host.cli(command);
    }

    String refused(final String command) {
        return host.refused(command);
    }

    String load(final Path jar, final String... options) {
        return cli("plugin load " + jar + " " + String.join(" ", options));
    }

    String upgrade(final Path jar, final String... options) {
        return cli("plugin upgrade " + jar + " " + String.join(" ", options));
    }

    void enable(final String feature) {
        feature(feature, true);
    }

    /** Switches a feature of packets that come in. */
    void feature(final String feature, final boolean on) {
        cli("set interface feature in0 " + feature + " arc device-input" + (on ? "" : " disable"));
    }

    /** Disables what is enabled of these plugins. */
    void switchOff(final List<String> ids) {
        for (final String id : ids) {
            while (enabled(id + "-node")) {
                feature(id + "-node", false);
            }
        }
    }

    /** Fails if there is anything else than in another host, in whatever order it came there. */
    void assertSameGraph(final String structure) {
        assertSame(structure, structure());
    }

    boolean enabled(final String feature) {
        return host.host()
                .graph()
                .arc(FeatureArc.DEVICE_INPUT)
                .enabled(in.swIfIndex())
                .contains(feature);
    }

    CrossConnect wire() {
        return wire;
    }

    /** Says that packets which were sent go to an interface that is not collected here. */
    void elsewhere(final int packets) {
        received += packets;
    }

    /** Puts packets on the wire towards the host. */
    void send(final int packets) {
        for (int i = 0; i < packets; i++) {
            in.send(new byte[FRAME_BYTES]);
        }
        sent += packets;
    }

    /** Packets that came out since the last call. */
    long arrived() {
        final long now = out.received().size();
        received += now;
        return now;
    }

    /** Packets that were dropped with a reason, on all interfaces. */
    long dropped() {
        return host.host().interfaces().all().stream()
                .mapToLong(device -> host.host().interfaces().count(Kind.DROP, device.swIfIndex())[0])
                .sum();
    }

    /** Fails unless every packet has come out or was dropped with a reason, and every buffer is back. */
    void assertNothingLost() {
        host.assertNoLeaks();
        arrived();
        if (sent != received + dropped()) {
            throw new AssertionError(
                    sent + " packets were sent, " + received + " came out, " + dropped() + " were dropped");
        }
    }

    /** Packets that came out in all. */
    long received() {
        arrived();
        return received;
    }

    /** Everything that a plugin may add to and what is shown of it; no packet may have come by since. */
    String inventory() {
        return structure() + shown();
    }

    /** Fails if anything is other than it was. */
    void assertAsBefore(final String before) {
        assertSame(before, inventory());
    }

    private static void assertSame(final String wanted, final String there) {
        final List<String> missing = new ArrayList<>(wanted.lines().toList());
        final List<String> added = new ArrayList<>(there.lines().toList());
        final List<String> all = List.copyOf(missing);
        added.forEach(missing::remove);
        all.forEach(added::remove);
        if (!missing.isEmpty() || !added.isEmpty()) {
            throw new AssertionError("missing: " + missing + ", added: " + added);
        }
    }

    /** Everything that a plugin may add to, in words. */
    String structure() {
        final StringBuilder all = new StringBuilder();
        for (final Node node : host.host().graph().nodes()) {
            all.append(node.name())
                    .append(" of ")
                    .append(node.owner())
                    .append(" type ")
                    .append(node.type())
                    .append('\n');
        }
        for (final Arc arc : host.host().graph().arcs()) {
            all.append(arc.name())
                    .append(" of ")
                    .append(arc.owner())
                    .append(arc.order())
                    .append('\n');
            host.host().interfaces().all().forEach(device -> all.append("  ")
                    .append(device.name())
                    .append(' ')
                    .append(arc.enabled(device.swIfIndex()))
                    .append('\n'));
        }
        all.append(host.host().services().commands().commands().stream()
                .map(CommandSpec::pattern)
                .map(Object::toString)
                .collect(Collectors.joining("\n")));
        all.append(host.host().registries().counters().all().stream()
                        .map(Counter::name)
                        .toList())
                .append('\n');
        all.append(host.host().registries().scratch().fields()).append('\n');
        all.append(host.host().main().processes().stream()
                        .map(Process::node)
                        .map(Node::name)
                        .sorted()
                        .toList())
                .append('\n');
        host.host().registries().heldBuffers().all().forEach(holder -> all.append(holder.owner())
                .append(' ')
                .append(holder.what())
                .append('\n'));
        all.append(host.host().services().configuration().get().render()).append('\n');
        for (int type = 0x9990; type <= 0x9999; type++) {
            all.append(host.host().services().etherTypes().target(type)).append(' ');
        }
        return all.toString();
    }

    /** What an operator sees of all that. */
    private String shown() {
        final StringBuilder shown = new StringBuilder();
        for (final Node node : host.host().graph().nodes()) {
            shown.append(cli("show node " + node.name()));
        }
        for (final String command : List.of("show features verbose", "show interface")) {
            shown.append(cli(command));
        }
        cli("show plugins verbose")
                .lines()
                .filter(line -> !line.startsWith("gone: "))
                .forEach(line -> shown.append(line).append('\n'));
        return shown.toString();
    }

    /** Watches the class loader of a plugin that is there. */
    WeakReference<ClassLoader> loader(final String id) {
        return new WeakReference<>(host.host().pluginSet().plugin(id).source());
    }

    List<WeakReference<ClassLoader>> loaders() {
        final List<WeakReference<ClassLoader>> all = new ArrayList<>();
        for (final LoadedPlugin plugin : host.host().pluginSet().loaded()) {
            all.add(new WeakReference<>(plugin.source()));
        }
        return all;
    }

    /** Fails if a class loader is still reachable. */
    void assertCollected(final List<WeakReference<ClassLoader>> loaders) {
        for (int i = 0; i < COLLECTIONS; i++) {
            host.untilIdle();
            System.gc();
            if (loaders.stream().allMatch(each -> each.get() == null)) {
                return;
            }
        }
        throw new AssertionError("still reachable: "
                + loaders.stream()
                        .map(WeakReference::get)
                        .filter(each -> each != null)
                        .map(ClassLoader::getName)
                        .toList());
    }

    void assertAllCollected() {
        for (int i = 0; i < COLLECTIONS && !host.host().plugins().reachable().isEmpty(); i++) {
            host.untilIdle();
            System.gc();
        }
        if (!host.host().plugins().reachable().isEmpty()) {
            throw new AssertionError("still reachable: " + host.host().plugins().reachable());
        }
    }

    @Override
    public void close() {
        Shared.number("go").set(1);
        host.close();
    }
}
