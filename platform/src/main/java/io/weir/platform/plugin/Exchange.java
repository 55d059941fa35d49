package io.weir.platform.plugin;

import io.weir.platform.plugin.archive.PluginArchive;
import java.util.List;

/**
 * What is asked for.
 *
 * @param verb what is done, in a word.
 * @param ids of the plugins that it is done with; others go or come along.
 * @param going plugins that go for good, in the order of their dependencies.
 * @param wanted plugins that come, in that order: new ones, other versions, or the same ones anew.
 */
record Exchange(String verb, List<String> ids, List<LoadedPlugin> going, List<PluginArchive> wanted) {
    /** What is done with which, in words. */
    String title() {
        return verb + " " + String.join(", ", ids);
    }

    /** The verb as of something that was done. */
    String past() {
        return verb + (verb.endsWith("e") ? "d" : "ed");
    }
}
