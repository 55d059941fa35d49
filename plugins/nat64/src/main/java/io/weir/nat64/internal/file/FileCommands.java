package io.weir.nat64.internal.file;

import io.weir.cli.CommandCall;
import io.weir.cli.CommandException;
import io.weir.cli.FileReason;
import io.weir.fib.Fib;
import io.weir.fib.Table;
import io.weir.graph.Worker;
import io.weir.nat64.internal.Nat64;
import io.weir.nat64.internal.StaticBindings.StaticBinding;
import io.weir.nat64.internal.node.TranslationNodes;
import io.weir.nat64.internal.state.ClientState;
import io.weir.nat64.internal.state.PrefixTable;
import io.weir.net.Ip6Address;
import io.weir.plugin.Registrar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** {@code nat64 save} and {@code nat64 load}: sessions over a restart of the host. Main only. */
public final class FileCommands {
    private static final long LONG_NS = 600_000_000_000L;
    private static final long SOON_NS = 5_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000;

    private final Registrar host;
    private final Nat64 config;
    private final TranslationNodes nodes;
    private boolean busy;

    /** For a translator. */
    public FileCommands(final Registrar host, final Nat64 config, final TranslationNodes nodes) {
        this.host = host;
        this.config = config;
        this.nodes = nodes;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "nat64 save <file:file>",
                        "Write sessions and bindings to a file that nat64 load reads, while packets go on")
                .run(call -> alone(call, this::save));
        host.command(
                        "nat64 load <file:file>",
                        "Go on with the sessions and bindings of a file, where prefixes and the pool have a place for them; those"
                                + " that are there stay")
                .run(call -> alone(call, this::load));
    }

    private void alone(final CommandCall call, final Consumer<CommandCall> what) {
        config.requireEnabled();
        if (busy) {
            throw call.refuse("another file is being written or read");
        }
        busy = true;
        try {
            what.accept(call);
        } finally {
            busy = false;
        }
    }

    private void save(final CommandCall call) {
        final Path file = call.getPath("file");
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw call.refuse("`%s' is no regular file", call.get("file"));
        }
        final int nowSeconds = (int) (host.workers().getFirst().nowNs() / SECOND_NS);
        final SessionWriter writer = new SessionWriter(
                file.toAbsolutePath(), heading(), config.store().states().values(), nowSeconds);
        final Thread thread = Thread.ofPlatform().daemon().name("nat64-save").start(writer);
        try {
            await(call, writer::done, writer::cancel);
        } finally {
            writer.cancel();
            join(thread);
            writer.close();
        }
        if (writer.failure() != null) {
            throw call.refuse("`%s' can't be written: %s", call.get("file"), trouble(writer.failure()));
        }
        call.println("%d sessions, %d bindings", writer.sessions(), writer.bindings());
    }

    private String heading() {
        final StringBuilder text = new StringBuilder(SavedFile.MAGIC).append('\n');
        for (final PrefixTable.Entry entry : config.shared().prefixes().entries()) {
            text.append("prefix %d %d %s\n".formatted(entry.number(), number(entry.table()), entry.prefix()));
        }
        for (final Table table : host.service(Fib.class).tables("ip6")) {
            text.append("table %d %d\n".formatted(table.index(), table.number()));
        }
        return text.append(SavedFile.ENTRIES).append('\n').toString();
    }

    /** The number of the IPv6 table with an index, or below 0. */
    private int number(final int index) {
        return host.service(Fib.class).tables("ip6").stream()
                .filter(table -> table.index() == index)
                .mapToInt(Table::number)
                .findFirst()
                .orElse(-1);
    }

    /** Waits while main does other work; a user who goes has it end early, and so does a change of plugins. */
    private static void await(final CommandCall call, final BooleanSupplier done, final Runnable cancel) {
        if (!call.session().awaitUntil(done, LONG_NS)) {
            cancel.run();
            call.session().awaitUntil(done, SOON_NS);
            throw new CommandException("interrupted");
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join(SOON_NS / 1_000_000);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String trouble(final Throwable failure) {
        if (failure instanceof final IOException ofFile) {
            return FileReason.of(ofFile);
        }
        return failure instanceof OutOfMemoryError ? "it is larger than the memory that is left" : failure.toString();
    }

    private void load(final CommandCall call) {
        final CompletableFuture<SavedFile> reading = new CompletableFuture<>();
        final Path path = call.getPath("file");
        Thread.ofPlatform().daemon().name("nat64-load").start(() -> {
            try {
                final SavedFile file = SavedFile.read(path);
                if (!reading.complete(file)) {
                    file.close();
                }
            } catch (final IOException | RuntimeException | OutOfMemoryError e) {
                reading.completeExceptionally(e);
            }
        });
        boolean read = false;
        try {
            await(call, reading::isDone, () -> {});
            read = true;
        } finally {
            if (!read && !reading.cancel(false) && !reading.isCompletedExceptionally()) {
                reading.join().close();
            }
        }
        if (reading.isCompletedExceptionally()) {
            final Throwable failure = reading.exceptionNow();
            throw failure instanceof NoSuchFileException
                    ? call.refuse("there is no file `%s'", call.get("file"))
                    : call.refuse("`%s': %s", call.get("file"), trouble(failure));
        }
        try (SavedFile file = reading.join()) {
            restore(call, file);
        }
    }

    private void restore(final CommandCall call, final SavedFile file) {
        final Restore.Names names = names(file);
        final long[] statics = statics(call, file, names);
        final List<Restore> restores = new ArrayList<>();
        for (final Worker worker : host.workers()) {
            final ClientState state = config.store().states().get(worker.index());
            if (state != null && (worker.index() > 0 || host.workers().size() == 1)) {
                final Restore restore = new Restore(worker, state, nodes.timer(worker), file, names, nodes::ownerOf);
                restores.add(restore);
                host.onWorker(worker, restore::begin);
            }
        }
        final BooleanSupplier done = () -> restores.stream().allMatch(Restore::done);
        try {
            await(call, done, () -> restores.forEach(Restore::cancel));
        } finally {
            // The file goes when no worker reads it any more, which is within a turn or two; main itself doesn't now.
            restores.forEach(Restore::cancel);
            while (host.workers().size() > 1 && restores.stream().anyMatch(Restore::reads)) {
                Thread.onSpinWait();
            }
        }
        call.println(
                "%d sessions, %d bindings, %d of them static; %d have no place here",
                restores.stream().mapToLong(Restore::sessions).sum(),
                restores.stream().mapToLong(Restore::bindings).sum() + statics[0],
                statics[0],
                restores.stream().mapToLong(Restore::refused).sum() + statics[1]);
    }

    private Restore.Names names(final SavedFile file) {
        final int[] prefixes = new int[PrefixTable.MOST];
        final int[] tables = new int[Restore.TABLES];
        Arrays.fill(prefixes, -1);
        Arrays.fill(tables, -1);
        for (final SavedFile.TableLine line : file.tables()) {
            final Table table = host.service(Fib.class).table("ip6", line.number());
            tables[line.index()] = table == null ? -1 : table.index();
        }
        for (final SavedFile.PrefixLine line : file.prefixes()) {
            for (final PrefixTable.Entry entry : config.shared().prefixes().entries()) {
                if (entry.prefix().prefix().equals(line.prefix()) && number(entry.table()) == line.table()) {
                    prefixes[line.number()] = entry.number();
                }
            }
        }
        return new Restore.Names(prefixes, tables);
    }

    /** Binds the operator's bindings that aren't there; returns how many are, of the file, and how many can't be. */
    private long[] statics(final CommandCall call, final SavedFile file, final Restore.Names names) {
        final long[] count = new long[2];
        for (long i = 0; i < file.count(); i++) {
            final long at = file.entry(i);
            if (SavedEntry.kind(at) == SavedEntry.STATIC) {
                count[bind(at, names.tables()[SavedEntry.where(at)]) ? 0 : 1]++;
            }
            if ((i & 255) == 0) {
                call.session().pause();
            }
        }
        return count;
    }

    private boolean bind(final long at, final int table) {
        final StaticBinding binding = new StaticBinding(
                new Ip6Address(SavedEntry.high(at), SavedEntry.low(at)),
                SavedEntry.port(at),
                SavedEntry.protocol(at),
                table,
                SavedEntry.pool(at),
                SavedEntry.poolPort(at));
        if (table < 0 || config.statics().has(binding)) {
            return table >= 0;
        }
        try {
            config.statics().add(binding);
            return true;
        } catch (final CommandException elsewhere) {
            host.log().info("nat64 load: {}", elsewhere.getMessage());
            return false;
        }
    }
}
