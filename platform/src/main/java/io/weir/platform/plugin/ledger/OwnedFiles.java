package io.weir.platform.plugin.ledger;

import io.weir.platform.thread.FileWatch;
import io.weir.plugin.WatchedFile;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Descriptors that are watched for one plugin, until it closes them or goes. Main adds; any thread closes. */
final class OwnedFiles {
    private final Set<Owned> open = ConcurrentHashMap.newKeySet();
    private boolean unused = true;

    /** A watched descriptor that is noted for as long as it is open. */
    private final class Owned implements WatchedFile {
        private final FileWatch.Watch file;

        Owned(final FileWatch.Watch file) {
            this.file = file;
        }

        @Override
        public void wantWrite(final boolean wanted) {
            file.wantWrite(wanted);
        }

        @Override
        public void wantRead(final boolean wanted) {
            file.wantRead(wanted);
        }

        @Override
        public void close() {
            open.remove(this);
            file.close();
        }
    }

    WatchedFile add(final FileWatch.Watch file) {
        final Owned owned = new Owned(file);
        open.add(owned);
        unused = false;
        return owned;
    }

    /** Whether none was ever watched. */
    boolean isUnused() {
        return unused;
    }

    /** Closes all; what they displaced of a version before is watched again. */
    void giveBack() {
        for (final Owned owned : List.copyOf(open)) {
            open.remove(owned);
            owned.file.giveBack();
        }
    }
}
