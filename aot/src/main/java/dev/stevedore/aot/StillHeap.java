package dev.stevedore.aot;

import java.io.IOException;
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
    SourcePatch.replaceOnce(
        collector,
        BEGIN,
        "    if (!sfld_otr_GC_isFullGC) { meth_otr_GC_triggerFullGC(); }\n" + BEGIN);
    SourcePatch.replaceOnce(collector, MOVE, FIND_LAST);
  }
}
