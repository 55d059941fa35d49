package io.weir.platform.cli;

/** How many characters must be put in, taken out or changed to make one word of another. */
public final class EditDistance {

    private EditDistance() {}

    /** How many. */
    public static int between(final String one, final String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            final int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                final int change = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[other.length()];
    }
}
