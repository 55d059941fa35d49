package io.weir.platform.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.weir.platform.thread.Spell;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a JVM of its own with the collector that a host has; the tests' one has another. */
@Timeout(60)
class HeapKeeperTest {
    private static final int PIECE = 1 << 20;

    @Test
    void shouldCollectWhenSomeIsUsedAndLeaveTheLimitAsItWas() throws IOException, InterruptedException {
        assertThat(told("-XX:+UseZGC", "-XX:-ZProactive", "-Xmx512m"))
                .isEqualTo("began, ended, collected, limit as before");
    }

    @Test
    void shouldLeaveOtherCollectorsAlone() throws IOException, InterruptedException {
        assertThat(told("-XX:+UseSerialGC", "-Xmx64m")).isEqualTo("none");
    }

    private static String told(final String... options) throws IOException, InterruptedException {
        final ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.command().addAll(List.of(options));
        java.command().addAll(List.of("-cp", System.getProperty("java.class.path"), HeapKeeperTest.class.getName()));
        final Process process = java.redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().reduce((before, last) -> last).orElse("");
    }

    /** The other JVM. */
    public static void main(final String[] args) {
        final Spell keeper = HeapKeeper.start();
        if (keeper == Spell.NONE) {
            System.out.println("none");
            return;
        }
        final HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        final String limit = limit(flags);
        final long collections = collections();
        final boolean early = keeper.begin(true);
        int used = 0;
        while (!keeper.begin(true) && used < 400) {
            // Little enough that the JVM would not collect by itself; somebody must be able to see it.
            flags.getVMOption(new byte[PIECE].length > 0 ? "SoftMaxHeapSize" : "");
            used++;
        }
        final boolean began = !early && used > 16 && used < 100;
        // On a slow machine main waits no longer, but the limit is put back later.
        while (keeper.lasts()
                || !flags.getVMOption("SoftMaxHeapSize").getValue().equals(limit)) {
            Thread.onSpinWait();
        }
        System.out.println((began ? "began" : "began early " + early + " or late, at " + used)
                + (keeper.lasts() ? ", lasts" : ", ended")
                + (collections() > collections ? ", collected" : ", not collected")
                + (limit(flags).equals(limit) ? ", limit as before" : ", other limit"));
    }

    private static String limit(final HotSpotDiagnosticMXBean flags) {
        return flags.getVMOption("SoftMaxHeapSize").getValue();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> bean.getName().endsWith(" Cycles"))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
