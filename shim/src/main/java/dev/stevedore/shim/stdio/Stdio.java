package dev.stevedore.shim.stdio;

/**
 * What the client asked for.
 *
 * @param stdin path of a FIFO; empty for none
 * @param stdout path of a FIFO, or a URI; empty for none
 * @param stderr the same; a terminal has none
 */
public record Stdio(String stdin, String stdout, String stderr, boolean terminal) {}
