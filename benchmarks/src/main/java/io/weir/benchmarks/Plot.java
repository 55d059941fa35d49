package io.weir.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over a logarithmic axis, as an SVG that needs nothing else. */
final class Plot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 60;
    private static final int TOP = 40;
    private static final int RIGHT = 90;
    private static final int BOTTOM = 50;
    private static final int LEGEND = 8;
    private static final List<String> COLOURS = List.of("#0b6fb8", "#c2410c", "#15803d", "#7e22ce");

    private final String title;
    private final String across;
    private final String up;
    private double minX;
    private double maxX;
    private double maxY;

    /**
     * A plot.
     *
     * @param across what the horizontal axis says.
     * @param up what the vertical axis says; it begins at 0.
     */
    Plot(final String title, final String across, final String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** Writes the file: a line for each name, through values by places. */
    void write(final Path file, final Map<String, Map<Integer, Double>> lines) throws IOException {
        minX = lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .mapToInt(x -> x)
                .min()
                .orElse(1);
        maxX = lines.values().stream()
                .flatMap(line -> line.keySet().stream())
                .mapToInt(x -> x)
                .max()
                .orElse(1);
        maxY = 1.1
                * lines.values().stream()
                        .flatMap(line -> line.values().stream())
                        .mapToDouble(y -> y)
                        .max()
                        .orElse(1);
        final StringBuilder out = new StringBuilder();
        add(
                out,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>",
                WIDTH,
                HEIGHT);
        add(out, "<rect width='%d' height='%d' fill='white'/>", WIDTH, HEIGHT);
        add(out, "<text x='%d' y='20' font-size='14'>%s</text>", LEFT, title);
        axes(out);
        int colour = 0;
        for (final Map.Entry<String, Map<Integer, Double>> line : lines.entrySet()) {
            line(out, line.getKey(), line.getValue(), COLOURS.get(colour++ % COLOURS.size()));
        }
        Files.writeString(file, out.append("</svg>\n"));
    }

    private void axes(final StringBuilder out) {
        final double step = Math.pow(10, Math.floor(Math.log10(maxY)));
        final double grid = maxY / step < 3 ? step / 2 : step;
        for (double at = 0; at <= maxY; at += grid) {
            add(out, "<path d='M%d %.1fH%d' stroke='#ddd'/>", LEFT, y(at), WIDTH - RIGHT);
            add(out, "<text x='%d' y='%.1f' text-anchor='end'>%.4s</text>", LEFT - 6, y(at) + 4, at);
        }
        for (double at = Math.pow(10, Math.ceil(Math.log10(minX))); at <= maxX; at *= 10) {
            add(out, "<path d='M%.1f %dV%d' stroke='#ddd'/>", x(at), TOP, HEIGHT - BOTTOM);
            add(out, "<text x='%.1f' y='%d' text-anchor='middle'>%,.0f</text>", x(at), HEIGHT - BOTTOM + 18, at);
        }
        add(out, "<text x='%d' y='%d' text-anchor='middle'>%s</text>", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, across);
        add(out, "<text transform='translate(16 %d) rotate(-90)' text-anchor='middle'>%s</text>", HEIGHT / 2, up);
    }

    private void line(
            final StringBuilder out, final String name, final Map<Integer, Double> values, final String colour) {
        final StringBuilder path = new StringBuilder();
        double endY = 0;
        for (final Map.Entry<Integer, Double> each : values.entrySet()) {
            endY = y(each.getValue());
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(String.format(Locale.ROOT, "%.1f %.1f", x(each.getKey()), endY));
            add(out, "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'/>", x(each.getKey()), endY, colour);
        }
        add(out, "<path d='%s' fill='none' stroke='%s' stroke-width='2'/>", path, colour);
        add(out, "<text x='%d' y='%.1f' fill='%s'>%s</text>", WIDTH - RIGHT + LEGEND, endY + 4, colour, name);
    }

    private double x(final double value) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(value / minX) / Math.log(maxX / minX);
    }

    private double y(final double value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / maxY;
    }

    private static void add(final StringBuilder out, final String format, final Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
