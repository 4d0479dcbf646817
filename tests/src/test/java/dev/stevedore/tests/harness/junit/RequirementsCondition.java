package dev.stevedore.tests.harness.junit;

import dev.stevedore.tests.harness.stack.Peers;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips whole-stack tests where they cannot run, and says why on standard output too, since a
 * summary shows a number only.
 */
final class RequirementsCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("its class is");
    }
    Optional<String> reason = reason(context);
    reason.ifPresent(why -> System.out.println("SKIPPED " + context.getDisplayName() + ": " + why));
    return reason
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("root, and all programs are there"));
  }

  private static Optional<String> reason(ExtensionContext context) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("needs root");
    }
    return AnnotationSupport.findAnnotation(context.getElement(), WholeStack.class)
        .flatMap(annotation -> Peers.require(annotation.needs()));
  }
}
