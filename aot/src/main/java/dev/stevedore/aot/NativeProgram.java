package dev.stevedore.aot;

import java.nio.file.Path;
import java.util.List;

/**
 * What a native program is made of.
 *
 * @param mainClass the class with {@code main}
 * @param binary where the program goes
 * @param classPath directories and jars with its classes
 * @param minHeapKib heap at the start, in KiB
 * @param maxHeapKib the most the heap may grow to, in KiB
 * @param libraries what to link, as gcc's {@code -l} names it
 */
record NativeProgram(
    String mainClass,
    Path binary,
    List<Path> classPath,
    int minHeapKib,
    int maxHeapKib,
    List<String> libraries) {}
