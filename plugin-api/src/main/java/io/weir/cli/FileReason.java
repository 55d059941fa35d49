package io.weir.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why something with a file failed, for people: many exceptions of the JDK say no more than the file's name. */
public final class FileReason {
    private FileReason() {}

    /** What to put behind a colon; names the file that was in the way, if it is known. */
    public static String of(final IOException failure) {
        if (!(failure instanceof FileSystemException trouble)) {
            return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        final String file = trouble.getFile();
        return switch (trouble) {
            case NoSuchFileException e -> "there is no " + file + ", or nothing can be made there";
            case AccessDeniedException e -> "no permission for " + file;
            case FileAlreadyExistsException e -> file + " is in the way";
            case NotDirectoryException e -> file + " is no directory";
            default -> file + ": " + (trouble.getReason() == null ? trouble.toString() : trouble.getReason());
        };
    }
}
