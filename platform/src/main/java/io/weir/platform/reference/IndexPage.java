package io.weir.platform.reference;

import static io.weir.platform.reference.Markdown.code;

import io.weir.config.SectionSpec;
import io.weir.platform.graph.Arc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The first page: where everything is. */
final class IndexPage {
    /** File name; what GitHub and GitLab show of a directory. */
    static final String PAGE = "README.md";

    private static final int LEVEL = 2;

    private record Entry(String name, Part part) {}

    private final List<Part> parts;

    IndexPage(final List<Part> parts) {
        this.parts = parts;
    }

    String text() {
        final Markdown page = new Markdown().heading(1, "Reference");
        page.paragraph(
                "What a host of this distribution has, a page for each part and plugin. In a running host,"
                        + " `show reference` prints the same of all that is loaded there, and `show reference plugin ID` of one.");
        page.table(
                List.of("Page", "What it is"),
                parts.stream().map(IndexPage::row).toList());
        page.heading(LEVEL, "Configuration sections")
                .items(entries(
                        part -> part.sections().stream().map(SectionSpec::name).toList()));
        page.heading(LEVEL, "Arcs")
                .items(entries(part -> part.arcs().stream().map(Arc::name).toList()));
        page.heading(LEVEL, "Commands").items(entries(part -> part.commands().stream()
                .map(spec -> spec.pattern().toString())
                .toList()));
        return page.toString();
    }

    private static List<String> row(final Part part) {
        return List.of(link(part), Markdown.plain(part.description()));
    }

    private static String link(final Part part) {
        return "[" + part.owner() + "](" + part.page() + ")";
    }

    private List<String> entries(final Function<Part, List<String>> names) {
        final List<Entry> all = new ArrayList<>();
        parts.forEach(part -> names.apply(part).forEach(name -> all.add(new Entry(name, part))));
        return all.stream()
                .sorted(Comparator.comparing(Entry::name).thenComparing(entry -> entry.part.owner()))
                .map(entry -> code(entry.name) + ": " + link(entry.part))
                .toList();
    }
}
