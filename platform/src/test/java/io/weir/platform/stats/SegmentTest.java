package io.weir.platform.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The segment's writer and its reader. */
@Timeout(60)
class SegmentTest {
    private static final long BYTES = 1 << 20;

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("stats.seg");
    }

    private static List<Statistic> read(final Path path) throws NoSegmentException {
        final SegmentReader reader = SegmentReader.open(path);
        return reader.read(name -> true);
    }

    private static Statistic find(final List<Statistic> all, final String name) {
        return all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    @Test
    void shouldFindEachKindOfEntryWhenRead() throws IOException {
        try (Segment segment = new Segment(file(), BYTES)) {
            final Layout layout = new Layout(segment.capacity(), () -> {});
            final Cells scalar = layout.scalar("/a");
            final Cells simple = layout.simple("/b", 2, 3);
            final Cells combined = layout.combined("/c", 2, 2);
            layout.names("/d", Arrays.asList("one", null, "drei-\u00e4"));
            layout.link("/e", simple, 2);
            layout.link("/f", combined, 1);
            final Cells gauge = layout.gauge("/g");
            segment.place(layout);
            scalar.set(7);
            simple.set(1, 2, 12);
            combined.set(0, 1, 100, 6_400);
            gauge.set(-1);
            segment.publish();

            final List<Statistic> all = read(file());
            assertThat(all).extracting(Statistic::name).containsExactly("/a", "/b", "/c", "/d", "/e", "/f", "/g");
            assertThat(find(all, "/a").number()).isEqualTo(7);
            assertThat(find(all, "/b").rows()).isDeepEqualTo(new long[][] {{0, 0, 0}, {0, 0, 12}});
            assertThat(find(all, "/c").rows()).isDeepEqualTo(new long[][] {{0, 0, 100, 6_400}, {0, 0, 0, 0}});
            assertThat(find(all, "/d").names()).containsExactly("one", null, "drei-\u00e4");
            assertThat(find(all, "/e").rows()).isDeepEqualTo(new long[][] {{0}, {12}});
            assertThat(find(all, "/f").rows()).isDeepEqualTo(new long[][] {{100, 6_400}, {0, 0}});
            assertThat(find(all, "/f").target()).isEqualTo("/c");
            assertThat(find(all, "/g")).matches(entry -> entry.type() == EntryType.GAUGE && entry.number() == -1);
            scalar.set(8);
            assertThat(find(read(file()), "/a").number()).isEqualTo(8);
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldBeForOwnerAndGroupWhenItIsThere() throws IOException {
        try (Segment segment = new Segment(file(), BYTES)) {
            assertThat(file()).doesNotExist();
            segment.place(new Layout(segment.capacity(), () -> {}));
            segment.publish();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-rw----");
            assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file()));
        }
    }

    @Test
    void shouldLeaveOutWhatHasNoRoomOrNoNameOfItsOwn() {
        final Layout layout = new Layout(1_000, () -> {});
        layout.scalar("/a");
        layout.scalar("/a");
        layout.scalar("/" + "x".repeat(127));
        layout.scalar("/" + "y".repeat(126));
        final Cells large = layout.simple("/large", 4, 1_000);
        layout.link("/link", large, 3);
        layout.scalar("/b");
        assertThat(layout.entries()).isEqualTo(3);
        assertThat(layout.leftOut()).isEqualTo(4);
        assertThat(layout.bytes()).isLessThanOrEqualTo(1_000);
        large.set(3, 999, 1);
    }

    /** Lays out entries that all carry one number, which also says how many there are. */
    private static void lay(final Segment segment, final int round) throws IOException {
        final Layout layout = new Layout(segment.capacity(), () -> {});
        final int count = 1 + round % 40;
        final Cells[] cells = new Cells[count];
        for (int i = 0; i < count; i++) {
            cells[i] = layout.simple("/" + round + "/" + i, 1 + i % 3, count);
        }
        layout.names("/names", List.of(String.valueOf(round)));
        segment.place(layout);
        for (final Cells each : cells) {
            each.set(0, count - 1, round);
        }
        segment.publish();
    }

    private static void check(final List<Statistic> all) {
        final String round = find(all, "/names").names().getFirst();
        final int number = Integer.parseInt(round);
        assertThat(all).hasSize(2 + number % 40);
        for (int i = 0; i < all.size() - 1; i++) {
            assertThat(all.get(i).name()).isEqualTo("/" + round + "/" + i);
            assertThat(all.get(i).rows()).hasNumberOfRows(1 + i % 3);
            assertThat(all.get(i).rows()[0]).hasSize(1 + number % 40).endsWith(number);
        }
    }

    @Test
    void shouldNeverMixTwoDirectoriesWhenTheyChangeAllTheTime() throws Exception {
        try (Segment segment = new Segment(file(), BYTES)) {
            lay(segment, 0);
            final CountDownLatch reads = new CountDownLatch(2_000);
            final AtomicReference<Throwable> wrong = new AtomicReference<>();
            final Thread other = Thread.ofPlatform().start(() -> {
                try {
                    final SegmentReader reader = SegmentReader.open(file());
                    while (reads.getCount() > 0) {
                        check(reader.read(name -> true));
                        reads.countDown();
                    }
                } catch (final Throwable e) {
                    wrong.set(e);
                }
            });
            int round = 0;
            while (other.isAlive()) {
                round++;
                lay(segment, round);
                if (round % 5 == 0) {
                    // A reader that gets no time to read between two changes would only show that it gives up.
                    final long before = reads.getCount();
                    while (other.isAlive() && reads.getCount() == before) {
                        Thread.onSpinWait();
                    }
                }
            }
            assertThat(wrong.get()).isNull();
            assertThat(segment.epoch()).isEqualTo(round + 1L);
            assertThat(round).isGreaterThan(10);
        }
    }

    @Test
    void shouldSayWhyWhenThereIsNothingToRead() throws IOException {
        final Path none = directory.resolve("none");
        final Path text = Files.writeString(directory.resolve("text"), "no segment at all\n".repeat(10));
        final Path empty = Files.createFile(directory.resolve("empty"));
        assertThatThrownBy(() -> SegmentReader.open(none))
                .isInstanceOf(NoSegmentException.class)
                .hasMessage("there is no statistics segment at " + none + ": is the host running?");
        assertThatThrownBy(() -> SegmentReader.open(text))
                .isInstanceOf(NoSegmentException.class)
                .hasMessage(text + " is no statistics segment of version 2");
        assertThatThrownBy(() -> SegmentReader.open(empty))
                .hasMessage(empty + " is no statistics segment of version 2");
        assertThatThrownBy(() -> SegmentReader.open(directory))
                .hasMessage(directory + " is a directory, not a statistics segment");
    }

    @Test
    void shouldSayThatTheHostHasEndedWhenNobodyHasTheFileLocked() throws IOException {
        final Path left = directory.resolve("left");
        try (Segment segment = new Segment(file(), BYTES)) {
            segment.place(new Layout(segment.capacity(), () -> {}));
            segment.publish();
            Files.copy(file(), left);
        }
        assertThatThrownBy(() -> SegmentReader.open(left))
                .isInstanceOf(NoSegmentException.class)
                .hasMessage("the host that wrote " + left + " has ended");
    }

    @Test
    void shouldTakeThePlaceOfWhatAKilledHostLeftAndKeepItsHandsOffAnothers() throws IOException {
        Files.writeString(file(), "left");
        try (Segment segment = new Segment(file(), BYTES)) {
            assertThat(file()).hasContent("left");
            segment.place(new Layout(segment.capacity(), () -> {}));
            segment.publish();
            assertThat(read(file())).isEmpty();
            Files.delete(file());
            Files.writeString(file(), "another's");
        }
        assertThat(file()).hasContent("another's");
    }
}
