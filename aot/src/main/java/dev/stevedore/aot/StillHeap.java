package dev.stevedore.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has TeaVM's collector free objects where they are, and never move them.
 *
 * <p>What moves them in 0.13.1 (GC.defragment) now and then gives out memory twice, once the heap
 * has grown: a program that reads a large JSON crashed, or hung, in one run of ten. Our heaps are
 * small and short-lived; what does not fit between the gaps makes the heap grow. Without moving
 * there are no generations either, so each collection marks everything.
 *
 * <pre>
 *   TeaVM   mark young, sweep, move together      now and then: mark all, sweep, move together
 *   here                                          mark all, sweep
 * </pre>
 */
final class StillHeap {
  private static final String BEGIN = "    teavm_gc_gcStarted(sfld_otr_GC_isFullGC);\n";
  private static final String MOVE = "    meth_otr_GC_defragment();\n";

  /** Moving also noted which object is the last, for the heap to grow behind it. */
  private static final String FIND_LAST =
      """
          for (char *object = teavm_gc_heapAddress, *limit = object + teavm_gc_availableBytes; object < limit;
               object += meth_otr_GC_objectSize(object)) {
              sfld_otr_GC_lastChunk = object;
          }
      """;

  private StillHeap() {}

  /** Changes the collector in the C sources of a program. */
  static void apply(Path cDirectory) throws IOException, NativeBuildException {
    Path collector = cDirectory.resolve("c/o/t/r/GC.c");
    String code = Files.readString(collector);
    if (!isOnce(code, BEGIN) || !isOnce(code, MOVE)) {
      throw new NativeBuildException("TeaVM's collector has changed: " + collector);
    }
    Files.writeString(
        collector,
        code.replace(
                BEGIN, "    if (!sfld_otr_GC_isFullGC) { meth_otr_GC_triggerFullGC(); }\n" + BEGIN)
            .replace(MOVE, FIND_LAST));
  }

  private static boolean isOnce(String code, String text) {
    int first = code.indexOf(text);
    return first >= 0 && first == code.lastIndexOf(text);
  }
}
