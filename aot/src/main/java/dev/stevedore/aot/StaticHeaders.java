package dev.stevedore.aot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Has the linker write what TeaVM's runtime writes at every start: the headers of string literals
 * and of classes, which say of what class they are.
 *
 * <p>They are thousands, all over the data of the program, and each page that is written to has to
 * be copied: two hundred page faults, more time than all the rest of a start. A header is the
 * class's address, divided by 8, and a bit; a C compiler takes no such expression as an initial
 * value, but a linker does.
 *
 * <pre>
 *   C        .header = 0x5eed0001              a number for each of the three kinds
 *   gcc -S   .long 1592590337
 *   here     .long stevedore_literal_1
 *   linker   stevedore_literal_1 = (Arr_C_Cls >> 3) | 0x80000000;
 * </pre>
 */
final class StaticHeaders {
  private static final String SYMBOL = "stevedore_literal_";
  private static final int CHARACTERS = 0x5eed0001;
  private static final int STRING = 0x5eed0002;
  private static final int CLASS = 0x5eed0003;

  /**
   * The only classes that are written to: 77 of 1309, on 6 pages if they are not among the others.
   */
  private static final Pattern INITIALIZED =
      Pattern.compile("alignas\\(8\\) \\w+ \\w+_Cls = \\{\\n(?: .*\\n)*? *\\.init = initclass_");

  private static final String TOGETHER = "__attribute__((section(\".data.initialized\"))) ";
  private static final Pattern CLASS_START =
      Pattern.compile("(\\n\\s*)(\\.size = [^\\n]*\\n\\s*\\.flags = )");

  private StaticHeaders() {}

  /** Puts the numbers in, and takes the loops out that write the headers. */
  static void mark(Path cDirectory) throws IOException, NativeBuildException {
    SourcePatch.replace(
        cDirectory.resolve("string.h"),
        ".hdr = { .size = length }",
        ".hdr = { .parent = { .header = " + CHARACTERS + " }, .size = length }");
    SourcePatch.replace(
        cDirectory.resolve("string.h"),
        "    .hashCode = INT32_C(hash) \\",
        "    .parent = { .header = " + STRING + " }, .hashCode = INT32_C(hash) \\");
    SourcePatch.replaceFrom(
        cDirectory.resolve("strings.c"),
        "void teavm_initStringPool() {",
        "",
        "void teavm_initStringPool() {}\n");
    // Addresses of a static program are small enough to count from 0.
    SourcePatch.replaceFrom(
        cDirectory.resolve("core.c"),
        "    teavm_beforeClasses = (char*) teavm_classReferences[0];",
        "    int32_t classHeader",
        "    teavm_beforeClasses = NULL;\n");
    SourcePatch.replaceFrom(
        cDirectory.resolve("core.c"),
        "    for (int i = 0; i < teavm_classReferencesCount; ++i) {",
        "}\n\n#define",
        "");
    markClasses(cDirectory);
  }

  /** Puts symbols in the place of the numbers, in what gcc has made of it. */
  static void resolve(Path assembly) throws IOException, NativeBuildException {
    String text = Files.readString(assembly, StandardCharsets.ISO_8859_1);
    for (int kind : List.of(CHARACTERS, STRING, CLASS)) {
      String marked = text.replace(".long\t" + kind + "\n", ".long\t" + symbol(kind) + "\n");
      if (marked.equals(text)) {
        throw new NativeBuildException("no headers of kind " + kind + " in " + assembly);
      }
      text = marked;
    }
    Files.writeString(assembly, text, StandardCharsets.ISO_8859_1);
  }

  /** What the symbols are, for the linker. */
  static void writeLinkerScript(Path script) throws IOException {
    Files.writeString(
        script,
        definition(CHARACTERS, "Arr_C_Cls")
            + definition(STRING, "jl_String_Cls")
            + definition(CLASS, "jl_Class_Cls"));
  }

  private static void markClasses(Path cDirectory) throws IOException, NativeBuildException {
    int marked = 0;
    List<Path> sources;
    try (Stream<Path> walk = Files.walk(cDirectory)) {
      sources = walk.filter(path -> path.toString().endsWith(".c")).toList();
    }
    for (Path source : sources) {
      String code = Files.readString(source);
      Matcher starts = CLASS_START.matcher(code);
      marked += (int) starts.results().count();
      String changed = starts.replaceAll("$1.parent = { .header = " + CLASS + " },$1$2");
      changed = putTogether(changed);
      if (!changed.equals(code)) {
        Files.writeString(source, changed);
      }
    }
    String all = "TeaVM_Class* teavm_classReferences[" + marked + "]";
    if (!Files.readString(cDirectory.resolve("main.c")).contains(all)) {
      throw new NativeBuildException(marked + " classes have headers, and there are others");
    }
  }

  /** Classes that have something to initialize are written to when that is done. */
  private static String putTogether(String code) {
    return INITIALIZED.matcher(code).replaceAll(TOGETHER + "$0");
  }

  private static String definition(int kind, String classSymbol) {
    return symbol(kind) + " = (" + classSymbol + " >> 3) | 0x80000000;\n";
  }

  private static String symbol(int kind) {
    return SYMBOL + (kind & 0xff);
  }
}
