package io.weir.testkit.live;

import io.weir.cli.CommandException;
import io.weir.config.LiveSetting;
import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.DropReason;
import io.weir.graph.FeatureArc;
import io.weir.graph.NodeBuilder;
import io.weir.graph.Order;
import io.weir.graph.ProcessContext;
import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;
import io.weir.testkit.live.api.Greeter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** A plugin that registers, does and fails what a file in its JAR says. */
public final class Scripted extends WeirPlugin {
    static final String SCRIPT = "script.properties";

    private final Properties script = new Properties();
    private final ScriptedDevice device;
    private final ScriptedMemory memory = new ScriptedMemory();
    private Registrar host;
    /** What goes over while the old nodes run. */
    private record TableState(long[] table) {}

    /** What follows when the new ones stand. */
    private record LastState(String from) {}

    private LiveSetting<Integer> setting;
    private String greeting = "";
    private long[] table = {0};

    public Scripted() {
        try (InputStream in = Scripted.class.getResourceAsStream("/" + SCRIPT)) {
            script.load(in);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        device = new ScriptedDevice(value("device"), value("version"));
        fail("constructor");
    }

    private String value(final String key) {
        return script.getProperty(key, "");
    }

    private List<String> values(final String key) {
        return value(key).isEmpty() ? List.of() : List.of(value(key).split(";", -1));
    }

    private void event(final String what) {
        Shared.event(value("id") + " " + value("version") + " " + what);
    }

    /** Fails as the script has it for this stage. */
    private void fail(final String stage) {
        switch (value(stage)) {
            case "refuses" -> throw new CommandException("not today");
            case "throws" -> throw new IllegalStateException(stage + " of " + value("id") + " fails");
            case "own" -> throw new OwnException(stage);
            case "link" -> throw new NoSuchMethodError(stage + " was built against something else");
            case "hangs" -> ScriptedNode.hang();
            default -> {}
        }
    }

    /** An exception of the plugin's own: whoever keeps it keeps the class loader. */
    static final class OwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OwnException(final String stage) {
            super(stage + " fails in its own way");
        }
    }

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        event("register");
        values("arcs").forEach(arc -> registrar.arc(new FeatureArc(arc), "error-drop"));
        values("nodes").forEach(this::node);
        values("types").forEach(type -> registrar.etherType(Integer.decode(type), registrar.next("error-drop")));
        for (final String pattern : values("commands")) {
            registrar.command(pattern, "For the test").run(call -> call.println("%s", answer()));
        }
        values("counters").forEach(name -> registrar.counter(name, Unit.PACKETS));
        values("statistics").forEach(name -> registrar.statistics(to -> to.gauge(name, table[0])));
        values("scratch").forEach(name -> registrar.scratch(name, 8));
        values("processes").forEach(name -> registrar.process(name, this::live));
        values("sections").forEach(name -> registrar.config(SectionSpec.of(name, "For the test")));
        if (!value("setting").isEmpty()) {
            final String[] parts = value("setting").split(":", -1);
            setting = registrar.setting(Setting.of(
                    parts[0],
                    SettingTypes.integer(Integer.parseInt(parts[2]), Integer.parseInt(parts[3])),
                    Integer.parseInt(parts[1]),
                    "For the test"));
            registrar
                    .command("set " + value("id") + " " + parts[0] + " <n:int>", "For the test")
                    .run(call -> setting.set(call.getInt("n")));
        }
        if (!value("memory").isEmpty()) {
            memory.reserve(Long.parseLong(value("memory")));
        }
        if (!value("state").isEmpty()) {
            registrar.state("table", TableState.class, this::export, this::take);
            registrar.finalState(
                    "last", LastState.class, this::exportLast, last -> event("import last of " + last.from()));
        }
        exchange(registrar);
        if (!value("device").isEmpty()) {
            registrar.deviceClass(device);
        }
        if (!value("listens").isEmpty()) {
            registrar.interfaces().listen(new ScriptedListener(value("listens")));
        }
        fail("register");
    }

    private void exchange(final Registrar registrar) {
        if (!value("uses").isEmpty()) {
            greeting = registrar.service(Greeter.class).greeting();
        }
        if (!value("would-use").isEmpty()) {
            registrar.optional(
                    value("would-use"), () -> greeting = OptionalGreeting.hear(registrar), () -> greeting = "");
        }
        if (!value("exports").isEmpty()) {
            registrar.export(Greeter.class, consumer -> () -> value("exports") + " " + value("version"));
        }
    }

    private void node(final String name) {
        final DropReason reason = host.dropReason(value("id") + "-" + name);
        final ScriptedNode.Way way = new ScriptedNode.Way(
                value("node." + name),
                Integer.parseInt(value("version").replaceAll("\\..*", "")),
                reason,
                host,
                host.handoff(name + "-handoff", host.next("wire")));
        final NodeBuilder node = host.node(name, worker -> new ScriptedNode(worker, way));
        node.trace((buffer, out) ->
                out.append(name).append(' ').append(value("version")).append('\n'));
        final String arc = script.getProperty("arc." + name, "device-input");
        if (!arc.equals("none")) {
            node.feature(
                    new FeatureArc(arc),
                    Order.before(script.getProperty("before." + name, "wire").split(";", -1)),
                    Order.after(values("after." + name).toArray(String[]::new)));
        }
    }

    private String answer() {
        return value("id") + " " + value("version") + (greeting.isEmpty() ? "" : " hears " + greeting)
                + (setting == null ? "" : " " + setting.declaration().name() + "=" + setting.get())
                + " table=" + table[0] + (device.sent() == 0 ? "" : " sent=" + device.sent());
    }

    private void live(final ProcessContext context) {
        try {
            while (true) {
                context.waitForEventOrClock(1_000_000);
                Shared.number(value("id") + " " + value("version") + " ticks").incrementAndGet();
            }
        } finally {
            event("process ended");
        }
    }

    @Override
    public void start() {
        event("start");
        for (final String name : values("interfaces")) {
            Interface there = host.interfaces().byName(name);
            if (there == null) {
                there = host.interfaces().register(device, new Interfaces.Spec(name, 0, 1_500));
                host.interfaces().adminUp(there, true);
            }
            host.interfaces().addRxQueue(there, device.queue(there), RxMode.POLLING);
        }
        fail("start");
    }

    @Override
    public void stop() {
        event("stop");
        fail("stop");
    }

    @Override
    public void removed() {
        event("removed");
        memory.giveBack();
    }

    private TableState export() {
        event("export");
        return new TableState(table);
    }

    private void take(final TableState state) {
        event("import");
        fail("import");
        table = state.table();
        table[0]++;
    }

    private LastState exportLast() {
        event("export last");
        return new LastState(value("version"));
    }

    @Override
    public void handedOver() {
        event("handed over");
    }
}
