package io.weir.platform.plugin.directory;

import static io.weir.platform.plugin.directory.TestFiles.file;
import static io.weir.platform.plugin.directory.TestFiles.files;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.platform.plugin.directory.DirectoryPlan.Action.Load;
import io.weir.platform.plugin.directory.DirectoryPlan.Action.Unload;
import io.weir.platform.plugin.directory.DirectoryPlan.Action.Upgrade;
import io.weir.platform.plugin.directory.PluginOperations.Loaded;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a change of the directory means. */
class DirectoryPlanTest {
    private static final PluginFile ONE = file("acl-1.jar", "one", 1);
    private static final PluginFile TWO = file("acl-2.jar", "two", 2);

    private Map<Path, PluginFile> before = Map.of();
    private final Map<Path, Set<String>> refused = new HashMap<>();
    private final Map<String, Loaded> loaded = new HashMap<>();
    private final Set<String> disabled = new HashSet<>();

    private DirectoryPlanTest before(final PluginFile... all) {
        before = files(all);
        return this;
    }

    private DirectoryPlanTest loaded(final String id, final String content) {
        loaded.put(id, new Loaded(Path.of("/elsewhere"), content));
        return this;
    }

    private DirectoryPlanTest refused(final PluginFile file, final String... lacking) {
        refused.put(file.path(), Set.of(lacking));
        return this;
    }

    private List<DirectoryPlan.Action> now(final PluginFile... all) {
        return DirectoryPlan.of(
                new DirectoryPlan.Before(before, refused), files(all), loaded, id -> !disabled.contains(id));
    }

    @Test
    void shouldLoadWhenAnIdIsNew() {
        assertThat(now(ONE)).containsExactly(new Load(ONE));
    }

    @Test
    void shouldDoNothingWhenTheSameContentIsLoaded() {
        assertThat(loaded("acl", "one").now(ONE)).isEmpty();
        assertThat(before(ONE).now(file("acl-1.jar", "one", 9))).isEmpty();
    }

    @Test
    void shouldUpgradeWhenOtherContentIsLoaded() {
        assertThat(loaded("acl", "one").before(ONE).now(ONE, TWO)).containsExactly(new Upgrade(TWO));
        final PluginFile overwritten = file("acl-1.jar", "three", 3);
        assertThat(now(overwritten)).containsExactly(new Upgrade(overwritten));
    }

    @Test
    void shouldUnloadWhenTheFileIsGone() {
        assertThat(loaded("acl", "one").before(ONE).now()).containsExactly(new Unload("acl"));
    }

    @Test
    void shouldNotUnloadWhenWhatRunsIsNotWhatIsGone() {
        assertThat(loaded("acl", "elsewhere").before(ONE).now()).isEmpty();
        assertThat(loaded("acl", "two").before(ONE, TWO).now(TWO)).isEmpty();
    }

    @Test
    void shouldDoNothingWhenAFileIsRenamed() {
        final PluginFile renamed = file("acl.jar", "one", 1);
        assertThat(loaded("acl", "one").before(ONE).now(renamed)).isEmpty();
        assertThat(before(ONE, renamed).now(renamed)).isEmpty();
    }

    @Test
    void shouldGoBackWhenTheNewerFileIsGone() {
        assertThat(loaded("acl", "two").before(ONE, TWO).now(ONE)).containsExactly(new Upgrade(ONE));
    }

    @Test
    void shouldKeepWhatRunsWhenItsSuccessorWasRefused() {
        assertThat(loaded("acl", "one").before(ONE, TWO).refused(TWO).now(TWO)).isEmpty();
    }

    @Test
    void shouldLeaveCommandsAloneWhenTheirFilesDontChange() {
        assertThat(before(ONE).now(ONE)).isEmpty();
        assertThat(loaded("acl", "elsewhere").now(ONE)).isEmpty();
        final PluginFile other = file("ip4.jar", "ip4", 5);
        assertThat(now(ONE, other)).containsExactly(new Load(other));
    }

    @Test
    void shouldTryAgainButNeverGoBackWhenAFileIsTouched() {
        final PluginFile touched = file("acl-1.jar", "one", 9);
        assertThat(before(ONE).now(touched)).containsExactly(new Load(touched));
        assertThat(loaded("acl", "two").before(ONE, TWO).now(touched, TWO)).isEmpty();
        assertThat(refused(ONE).now(touched, TWO)).containsExactly(new Upgrade(touched));
    }

    @Test
    void shouldTakeTheLatestWhenSeveralFilesHaveOneId() {
        assertThat(now(TWO, ONE)).containsExactly(new Load(TWO));
        final PluginFile sameTime = file("acl-10.jar", "ten", 2);
        assertThat(now(ONE, sameTime, TWO)).containsExactly(new Load(TWO));
    }

    @Test
    void shouldKeepToDependenciesWhenSeveralComeOrGo() {
        final PluginFile nat = file("a-nat.jar", "nat", 1, "ip6", "ip4");
        final PluginFile ip4 = file("ip4.jar", "ip4", 1);
        final PluginFile ip6 = file("ip6.jar", "ip6", 1, "ip4");
        assertThat(now(nat, ip6, ip4)).containsExactly(new Load(ip4), new Load(ip6), new Load(nat));
        loaded("a", "nat").loaded("ip4", "ip4").loaded("ip6", "ip6");
        assertThat(before(nat, ip4, ip6).now()).containsExactly(new Unload("a"), new Unload("ip6"), new Unload("ip4"));
    }

    @Test
    void shouldEndWhenDependenciesAreACycle() {
        final PluginFile a = file("a.jar", "a", 1, "b");
        final PluginFile b = file("b.jar", "b", 1, "a");
        assertThat(now(a, b)).containsExactlyInAnyOrder(new Load(a), new Load(b));
    }

    @Test
    void shouldTryAgainWhenWhatAFileLackedComes() {
        final PluginFile nat = file("nat.jar", "nat", 1, "ip4");
        final PluginFile ip4 = file("ip4.jar", "ip4", 1);
        assertThat(before(nat).refused(nat, "ip4").now(nat)).isEmpty();
        assertThat(now(nat, ip4)).containsExactly(new Load(ip4), new Load(nat));
        assertThat(refused(nat).now(nat, ip4)).containsExactly(new Load(ip4));
    }

    @Test
    void shouldTryEachFileWhenTheyNameNoId() {
        final PluginFile some = new PluginFile(TestFiles.path("some.jar"), "", List.of(), "x", TestFiles.stamp(1));
        final PluginFile other = new PluginFile(TestFiles.path("other.jar"), "", List.of(), "y", TestFiles.stamp(1));
        assertThat(now(some, other)).containsExactlyInAnyOrder(new Load(some), new Load(other));
        assertThat(before(some, other).now()).isEmpty();
    }

    @Test
    void shouldPassOverFilesWhenTheirPluginsAreDisabled() {
        disabled.add("acl");
        assertThat(now(ONE)).isEmpty();
        assertThat(loaded("acl", "one").before(ONE).now(ONE, TWO)).isEmpty();
    }
}
