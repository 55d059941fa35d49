package io.weir.acl.internal.cli;

import io.weir.acl.internal.list.AccessList;
import io.weir.acl.internal.list.AccessLists;
import io.weir.cli.CommandCall;
import io.weir.cli.FileReason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists of the file that a command names, under the numbers that they have there, that the command gives, or that are free. */
final class ListSource {
    private static final int MOST_BYTES = 64 << 20;

    private ListSource() {}

    /** Reads them all, or refuses; main goes on meanwhile. */
    static List<AccessList> read(final CommandCall call, final AccessLists lists) {
        final List<AccessList> read =
                lists.changes().aside(call.session(), () -> ListFile.read(call.get("file"), lines(call)));
        if ((call.has("index") || call.has("tag")) && read.size() > 1) {
            throw call.refuse("%s has %d lists, index and tag are for one", call.get("file"), read.size());
        }
        final List<AccessList> numbered = new ArrayList<>();
        final Set<Integer> taken = new HashSet<>();
        read.forEach(list -> taken.add(list.index()));
        int free = 0;
        for (final AccessList list : read) {
            int index = call.has("index") ? call.getInt("index") : list.index();
            if (index == ListFile.NONE) {
                free = lists.free(free);
                while (taken.contains(free)) {
                    free = lists.free(free + 1);
                }
                index = free++;
            }
            final String tag = call.has("tag") ? call.get("tag") : list.tag();
            numbered.add(new AccessList(index, tag, list.rules()));
        }
        return numbered;
    }

    private static List<String> lines(final CommandCall call) {
        final Path file = call.getPath("file");
        try {
            // A pipe or a device would keep main for as long as it likes.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw call.refuse("`%s' is no regular file", call.get("file"));
            }
            if (Files.exists(file) && Files.size(file) > MOST_BYTES) {
                throw call.refuse("`%s' has more than %d bytes", call.get("file"), MOST_BYTES);
            }
            if (Files.exists(file)) {
                HeapRoom.require(call.get("file"), Files.size(file));
            }
            return Files.readAllLines(file);
        } catch (final NoSuchFileException e) {
            throw call.refuse("there is no file `%s'", call.get("file"));
        } catch (final CharacterCodingException e) {
            throw call.refuse("`%s' is no text in UTF-8", call.get("file"));
        } catch (final IOException e) {
            throw call.refuse("`%s' can't be read: %s", call.get("file"), FileReason.of(e));
        }
    }
}
