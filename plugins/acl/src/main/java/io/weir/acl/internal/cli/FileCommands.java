package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.cli.CommandCall;
import io.weir.cli.FileReason;
import io.weir.plugin.Registrar;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code acl load} and {@code acl save}: lists in files that people read. Main only. */
public final class FileCommands {
    private final Registrar host;
    private final AccessLists lists;

    /** Commands about these lists. */
    public FileCommands(final Registrar host, final AccessLists lists) {
        this.host = host;
        this.lists = lists;
    }

    /** Declares them. */
    public void register() {
        host.command(
                        "acl load <file:file> [index " + ListCommands.INDEX + "] [tag <tag:word>]",
                        "Make or replace lists by a file, all or none: a rule a line as in set acl-plugin acl, # begins a"
                                + " comment, a line acl [index N] [tag T] begins a list")
                .run(call -> lists.changes().inTurn(call.session(), () -> load(call)));
        host.command(
                        "acl save <file:file> [index " + ListCommands.INDEX + "]",
                        "Write lists to a file that acl load reads")
                .run(this::save);
    }

    private void load(final CommandCall call) {
        final List<AccessList> numbered = ListSource.read(call, lists);
        lists.put(call.session(), numbered);
        numbered.forEach(list -> call.println(
                "ACL index:%d, %d rules", list.index(), list.rules().size()));
    }

    private void save(final CommandCall call) {
        final List<AccessList> saved =
                call.has("index") ? List.of(lists.get(call.getInt("index"))) : List.copyOf(lists.all());
        final Path file = call.getPath("file");
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw call.refuse("`%s' is no regular file", call.get("file"));
        }
        try {
            // Beside it, so that a file that is there is never half of something; a link stays one.
            final Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            final Path part = real.resolveSibling(real.getFileName() + ".part");
            try {
                if (Files.exists(real)) {
                    Files.deleteIfExists(part);
                    Files.createFile(part, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(real)));
                }
                try (BufferedWriter out = Files.newBufferedWriter(part)) {
                    for (final AccessList list : saved) {
                        ListFile.write(list, line -> out.append(line).append('\n'));
                    }
                }
                replace(part, real);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (final IOException e) {
            throw call.refuse("`%s' can't be written: %s", call.get("file"), FileReason.of(e));
        }
        call.println("%d lists", saved.size());
    }

    private static void replace(final Path part, final Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
