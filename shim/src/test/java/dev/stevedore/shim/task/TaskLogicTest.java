package dev.stevedore.shim.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskLogicTest {
  @Test
  void operationsGoOneAfterTheOther() {
    OperationQueue queue = new OperationQueue();
    List<String> log = new ArrayList<>();
    List<Runnable> ends = new ArrayList<>();

    queue.add(
        done -> {
          log.add("first");
          ends.add(done);
        });
    queue.add(
        done -> {
          log.add("second");
          done.run();
        });
    queue.add(
        done -> {
          log.add("third");
          done.run();
        });

    assertThat(log).containsExactly("first");
    ends.getFirst().run();
    assertThat(log).containsExactly("first", "second", "third");
  }

  @Test
  void killErrorsOfRuncAndCrunMeanNotFound() {
    Status finished = new Status(Code.NOT_FOUND, "process already finished: not found");
    assertThat(KillAnswer.status("container not running")).isEqualTo(finished);
    assertThat(KillAnswer.status("kill container: No such process")).isEqualTo(finished);
    assertThat(KillAnswer.status("os: process already finished")).isEqualTo(finished);
    assertThat(KillAnswer.status("container \"x\" does not exist").code())
        .isEqualTo(Code.NOT_FOUND);
    assertThat(KillAnswer.status("bad weather"))
        .isEqualTo(new Status(Code.UNKNOWN, "unknown error after kill: bad weather"));
  }

  @Test
  void theFirstProcessOfAPidNamespaceIsKnown() {
    assertThat(PidNamespace.isFirst("Name:\tsh\nNSpid:\t4711\t1\n")).isTrue();
    assertThat(PidNamespace.isFirst("NSpid:\t4711\t12\n")).isFalse();
    assertThat(PidNamespace.isFirst("NSpid:\t4711\n")).isFalse();
    assertThat(PidNamespace.isFirst("NSpid:\t1\n")).isFalse();
  }
}
