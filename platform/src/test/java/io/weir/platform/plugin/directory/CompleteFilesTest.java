package io.weir.platform.plugin.directory;

import static io.weir.platform.plugin.directory.TestFiles.path;
import static io.weir.platform.plugin.directory.TestFiles.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When a file counts as complete. */
class CompleteFilesTest {
    private static final long SOON = CompleteFiles.STABLE_NS / 3;
    private static final Path JAR = path("acl.jar");

    private final Map<Path, FileStamp> listing = new TreeMap<>();
    private final CompleteFiles files = new CompleteFiles(this::read, Map.of());
    private boolean whole = true;
    private int reads;
    private long now;

    private PluginFile read(final Path file, final FileStamp stamp) throws IOException {
        reads++;
        if (!whole) {
            throw new IOException("half");
        }
        return new PluginFile(file, "acl", List.of(), "sha", stamp);
    }

    private boolean lookAfter(final long ns) {
        now += ns;
        return files.look(listing, now);
    }

    private FileStamp complete() {
        final PluginFile file = files.files().get(JAR);
        return file == null ? null : file.stamp();
    }

    @Test
    void shouldCountAFileOnlyWhenItNoLongerChanges() {
        for (int time = 0; time < 10; time++) {
            listing.put(JAR, stamp(time));
            assertThat(lookAfter(SOON)).isTrue();
        }
        assertThat(lookAfter(SOON)).isTrue();
        assertThat(reads).isZero();
        assertThat(complete()).isNull();
        assertThat(lookAfter(2 * SOON)).isFalse();
        assertThat(complete()).isEqualTo(stamp(9));
    }

    @Test
    void shouldWaitWhenOnlyHalfAFileIsThere() {
        whole = false;
        listing.put(JAR, stamp(1));
        lookAfter(0);
        assertThat(lookAfter(CompleteFiles.STABLE_NS)).isFalse();
        assertThat(lookAfter(CompleteFiles.STABLE_NS)).isFalse();
        assertThat(reads).isEqualTo(1);
        whole = true;
        listing.put(JAR, stamp(2));
        lookAfter(SOON);
        assertThat(lookAfter(CompleteFiles.STABLE_NS)).isFalse();
        assertThat(complete()).isEqualTo(stamp(2));
    }

    @Test
    void shouldLookNoMoreWhenItHasSaidThatItWaits() {
        whole = false;
        listing.put(JAR, stamp(1));
        lookAfter(0);
        assertThat(lookAfter(CompleteFiles.STABLE_NS)).isFalse();
        whole = true;
        assertThat(lookAfter(CompleteFiles.PATIENCE_NS)).isFalse();
        listing.put(JAR, stamp(2));
        assertThat(lookAfter(SOON)).isTrue();
        assertThat(lookAfter(CompleteFiles.STABLE_NS)).isFalse();
        assertThat(complete()).isEqualTo(stamp(2));
    }

    @Test
    void shouldSayOnceThatItWaits() {
        whole = false;
        listing.put(JAR, stamp(1));
        try (Logged log = new Logged(CompleteFiles.class)) {
            lookAfter(0);
            for (int i = 0; i < 40; i++) {
                lookAfter(CompleteFiles.PATIENCE_NS / 20);
                listing.put(JAR, stamp(i));
            }
            assertThat(log.warnings())
                    .containsExactly("waiting for /plugins/acl.jar, which is no complete JAR yet: half");
        }
    }

    @Test
    void shouldSayAtOnceWhatIsNoJarButNotWhatTheStartHasSaid() {
        whole = false;
        listing.put(JAR, stamp(1));
        listing.put(path("old.jar"), stamp(1));
        final CompleteFiles started = new CompleteFiles(this::read, Map.of(path("old.jar"), stamp(1)));
        try (Logged log = new Logged(CompleteFiles.class)) {
            started.look(listing, 0);
            started.look(listing, CompleteFiles.STABLE_NS);
            assertThat(log.warnings())
                    .containsExactly("waiting for /plugins/acl.jar, which is no complete JAR yet: half");
        }
    }

    @Test
    void shouldKeepWhatWasThereWhenItIsBeingReplaced() {
        listing.put(JAR, stamp(1));
        lookAfter(0);
        lookAfter(CompleteFiles.STABLE_NS);
        listing.put(JAR, stamp(2));
        whole = false;
        lookAfter(SOON);
        assertThat(lookAfter(CompleteFiles.STABLE_NS)).isFalse();
        assertThat(complete()).isEqualTo(stamp(1));
    }

    @Test
    void shouldTakeAFileAsThereWhenItIsGoneForLessThanASecond() {
        listing.put(JAR, stamp(1));
        lookAfter(0);
        lookAfter(CompleteFiles.STABLE_NS);
        listing.clear();
        assertThat(lookAfter(SOON)).isTrue();
        assertThat(lookAfter(CompleteFiles.GONE_NS - 1)).isTrue();
        assertThat(complete()).isEqualTo(stamp(1));
        listing.put(JAR, stamp(1));
        assertThat(lookAfter(1)).isFalse();
        listing.clear();
        assertThat(lookAfter(SOON)).isTrue();
        assertThat(lookAfter(CompleteFiles.GONE_NS)).isFalse();
        assertThat(complete()).isNull();
    }
}
