package io.weir.acl.internal.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, for people: many exceptions of the JDK say no more than its name. */
final class FileTrouble {
    private FileTrouble() {}

    /** What to put behind a colon; names the file that was in the way, if it is known. */
    static String of(final IOException failure) {
        if (!(failure instanceof FileSystemException trouble)) {
            return failure.getMessage() == null ? "the system doesn't say why" : failure.getMessage();
        }
        return switch (trouble) {
            case NoSuchFileException e -> "its directory isn't there";
            case AccessDeniedException e -> "no permission for " + trouble.getFile();
            case NotDirectoryException e -> trouble.getFile() + " is no directory";
            default -> trouble.getReason() == null ? "the system doesn't say why" : trouble.getReason();
        };
    }
}
