package dev.stevedore.tests.harness.junit;

import dev.stevedore.tests.harness.leaks.Snapshot;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.scratch.ScratchBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Around each test and each class: looks at the machine, hands out the scratch directory, closes
 * what the test started, looks again.
 *
 * <pre>
 *   class:  snapshot … @BeforeAll(Scratch) … tests … @AfterAll … close, compare, delete
 *   test:        snapshot … test(Scratch) … logs if it failed … close, compare, delete
 * </pre>
 */
final class ScratchExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ScratchExtension.class);
  private static final int LOG_LINES = 60;

  @Override
  public void beforeAll(ExtensionContext context) {
    open(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    open(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scratch.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return scope(context).scratch();
  }

  private static void open(ExtensionContext context) {
    Scratch scratch = new Scratch(ScratchBase.newDirectory());
    context.getStore(NAMESPACE).put(context.getUniqueId(), new Scope(scratch, Snapshot.take()));
  }

  private static void close(ExtensionContext context) {
    Scope scope = scope(context);
    List<Throwable> failures = new ArrayList<>(scope.scratch().closeAll());
    try {
      scope.before().requireNothingNew();
    } catch (AssertionError e) {
      failures.add(e);
    }
    if (context.getExecutionException().isPresent() || !failures.isEmpty()) {
      showLogs(context);
    }
    try {
      scope.scratch().delete();
    } catch (IOException e) {
      failures.add(e);
    }
    if (!failures.isEmpty()) {
      AssertionError error =
          new AssertionError(context.getDisplayName() + ": " + failures.getFirst().getMessage());
      failures.forEach(error::addSuppressed);
      throw error;
    }
  }

  /** Shows the end of each daemon's log: those of the test, and those of its class. */
  private static void showLogs(ExtensionContext context) {
    for (ExtensionContext c = context; c != null; c = c.getParent().orElse(null)) {
      Scope scope = c.getStore(NAMESPACE).get(c.getUniqueId(), Scope.class);
      if (scope == null) {
        continue;
      }
      for (Path log : scope.scratch().logs()) {
        System.out.println("==== " + context.getDisplayName() + ": end of " + log.getFileName());
        tail(log).forEach(line -> System.out.println("| " + line));
      }
    }
  }

  private static List<String> tail(Path log) {
    if (!Files.exists(log)) {
      return List.of("(gone)");
    }
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scope scope(ExtensionContext context) {
    @Nullable Scope scope = context.getStore(NAMESPACE).get(context.getUniqueId(), Scope.class);
    if (scope == null) {
      throw new IllegalStateException("no scratch directory for " + context.getUniqueId());
    }
    return scope;
  }

  private record Scope(Scratch scratch, Snapshot before) {}
}
