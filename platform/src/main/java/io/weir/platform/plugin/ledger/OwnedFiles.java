package io.weir.platform.plugin.ledger;

import io.weir.plugin.WatchedFile;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Descriptors that are watched for one plugin, until it closes them or goes. Main adds; any thread closes. */
final class OwnedFiles {
    private final Set<WatchedFile> open = ConcurrentHashMap.newKeySet();

    /** A watched descriptor that is noted for as long as it is open. */
    private final class Owned implements WatchedFile {
        private final WatchedFile file;

        Owned(final WatchedFile file) {
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

    WatchedFile add(final WatchedFile file) {
        final WatchedFile owned = new Owned(file);
        open.add(owned);
        return owned;
    }

    /** How many are open. */
    int count() {
        return open.size();
    }

    void closeAll() {
        open.forEach(WatchedFile::close);
    }
}
