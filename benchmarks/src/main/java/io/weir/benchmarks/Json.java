package io.weir.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A flat JSON object in the order of its keys, as the benchmarks print it. */
final class Json {
    private final Map<String, String> fields = new LinkedHashMap<>();

    Json put(final String key, final double value, final int decimals) {
        fields.put(key, Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "null");
        return this;
    }

    Json put(final String key, final long value) {
        fields.put(key, Long.toString(value));
        return this;
    }

    Json put(final String key, final boolean value) {
        fields.put(key, Boolean.toString(value));
        return this;
    }

    /** A figure that is not there yet. */
    Json putIfAbsent(final String key, final double value, final int decimals) {
        return fields.containsKey(key) ? this : put(key, value, decimals);
    }

    Json put(final String key, final String value) {
        fields.put(key, '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
        return this;
    }

    Json put(final String key, final Json value) {
        fields.put(key, value.toString());
        return this;
    }

    /** One figure a line. */
    String forPeople() {
        final StringBuilder out = new StringBuilder();
        fields.forEach((key, value) -> out.append(String.format("%-24s %s%n", key, value)));
        return out.toString().stripTrailing();
    }

    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder("{");
        fields.forEach((key, value) -> out.append(out.length() > 1 ? "," : "")
                .append('"')
                .append(key)
                .append("\":")
                .append(value));
        return out.append('}').toString();
    }
}
