package dev.stevedore.runc.cgroup;

/**
 * Something to write to a cgroup.
 *
 * @param controller whose file it is
 * @param file the file's name
 * @param value what to write
 */
public record Setting(String controller, String file, String value) {}
