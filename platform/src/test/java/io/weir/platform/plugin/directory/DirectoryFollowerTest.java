package io.weir.platform.plugin.directory;

import static io.weir.platform.plugin.directory.TestFiles.file;
import static io.weir.platform.plugin.directory.TestFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the host is asked to do about its directory, over several changes. */
class DirectoryFollowerTest {
    private final Recorder host = new Recorder(this::read, this::taking);
    private final Map<Path, FileStamp> atStart = new HashMap<>();
    private Map<Path, PluginFile> now = Map.of();
    private Runnable meanwhile = () -> {};
    private DirectoryFollower follower;

    private Recorder.Content read(final Path jar) {
        final PluginFile file = now.get(jar);
        return new Recorder.Content(file.id(), file.sha256(), file.requires(), file.sha256());
    }

    /** What a plugin's file contains decides what comes of it. */
    private void taking(final Recorder.Content content) {
        meanwhile.run();
        if (content.sha256().startsWith("bad")) {
            throw new CommandException("plugin `" + content.id() + "' is bad");
        }
        if (content.sha256().startsWith("broken")) {
            throw new NoSuchMethodError("x");
        }
    }

    /** What is done when these files are there. */
    private List<String> follow(final PluginFile... all) {
        if (follower == null) {
            follower = new DirectoryFollower(host, atStart);
        }
        host.done.clear();
        now = files(all);
        follower.follow(now);
        return List.copyOf(host.done);
    }

    @Test
    void shouldLeaveAloneWhatTheStartWasAbout() {
        final PluginFile bad = file("acl.jar", "bad", 1);
        final PluginFile good = file("ip4.jar", "good", 1);
        atStart.put(bad.path(), bad.stamp());
        atStart.put(good.path(), good.stamp());
        host.loaded.put("ip4", new PluginOperations.Loaded(good.path(), "good"));
        assertThat(follow(bad, good)).isEmpty();
        assertThat(follow(file("acl.jar", "better", 2), good)).containsExactly("load better");
        assertThat(follow(file("acl.jar", "better", 2))).containsExactly("unload ip4");
    }

    @Test
    void shouldTryWhatFailedAtTheStartWhenWhatItLackedComes() {
        final PluginFile nat = file("nat.jar", "nat", 1, "ip4");
        atStart.put(nat.path(), nat.stamp());
        assertThat(follow(nat)).isEmpty();
        assertThat(follow(nat, file("ip4.jar", "ip4", 2))).containsExactly("load ip4", "load nat");
    }

    @Test
    void shouldTakeWhatCameDuringTheStart() {
        atStart.put(TestFiles.path("acl.jar"), TestFiles.stamp(1));
        assertThat(follow(file("acl.jar", "newer", 2))).containsExactly("load newer");
    }

    @Test
    void shouldLogTheSentenceOnceWhenARefusalIsNotTheFilesLastWord() {
        try (Logged log = new Logged(DirectoryFollower.class)) {
            final PluginFile bad = file("acl.jar", "bad", 1);
            assertThat(follow(bad)).containsExactly("load bad");
            assertThat(follow(bad, file("ip4.jar", "ip4", 2))).containsExactly("load ip4");
            assertThat(log.warnings()).containsExactly("plugin `acl' is bad");
            assertThat(follow(file("acl.jar", "good", 3), file("ip4.jar", "ip4", 2)))
                    .containsExactly("load good");
        }
    }

    @Test
    void shouldKeepWhatRunsWhenItsSuccessorIsRefusedAndItsFileGoes() {
        final PluginFile one = file("acl-1.jar", "one", 1);
        final PluginFile two = file("acl-2.jar", "bad two", 2);
        assertThat(follow(one)).containsExactly("load one");
        assertThat(follow(one, two)).containsExactly("upgrade bad two");
        assertThat(follow(two)).isEmpty();
        assertThat(follow(file("acl-2.jar", "two", 3))).containsExactly("upgrade two");
        assertThat(follow()).containsExactly("unload acl");
    }

    @Test
    void shouldFollowOneAfterTheOtherWhenMoreComesDuringAChange() {
        final PluginFile two = file("acl.jar", "two", 2);
        meanwhile = () -> {
            meanwhile = () -> {};
            now = files(two);
            follower.follow(now);
            host.done.add("end of one");
        };
        assertThat(follow(file("acl.jar", "one", 1))).hasSize(3);
        assertThat(host.done).containsExactly("load one", "end of one", "upgrade two");
    }

    @Test
    void shouldGoOnWithTheOthersWhenAPluginFailsWithAnError() {
        final PluginFile broken = file("acl.jar", "broken", 1);
        assertThat(follow(broken, file("ip4.jar", "ip4", 1))).containsExactly("load broken", "load ip4");
        assertThat(follow(broken)).containsExactly("unload ip4");
    }

    @Test
    void shouldUnloadWhatWasNeededWhenWhoNeededItHasGoneToo() {
        final PluginFile base = file("base.jar", "base", 1);
        final PluginFile user = file("user.jar", "user", 1, "base");
        assertThat(follow(base, user)).containsExactly("load base", "load user");
        host.needed.put("base", Set.of("user"));
        assertThat(follow(user)).containsExactly("unload base");
        assertThat(host.refusals).containsOnlyKeys(base.path());
        assertThat(follow()).containsExactly("unload user", "unload base");
        assertThat(host.loaded).isEmpty();
        assertThat(host.refusals).isEmpty();
    }

    @Test
    void shouldTakeTheFileThatWasGoneAndIsBackForWhatItWas() {
        final PluginFile base = file("base.jar", "base", 1);
        final PluginFile user = file("user.jar", "user", 1, "base");
        follow(base, user);
        host.needed.put("base", Set.of("user"));
        follow(user);
        assertThat(follow(base, user)).isEmpty();
        assertThat(follow(file("base.jar", "newer", 2), user)).containsExactly("upgrade newer");
    }

    @Test
    void shouldUpgradeTogetherWhatIsRefusedAlone() {
        final PluginFile one = file("one.jar", "one", 1);
        final PluginFile two = file("two.jar", "two", 1);
        follow(one, two);
        assertThat(follow(file("one.jar", "bad one", 2), file("two.jar", "bad two", 2)))
                .containsExactly("upgrade bad one", "upgrade bad two", "upgrade together", "upgrade bad one");
        assertThat(host.refusals).hasSize(2);
    }
}
