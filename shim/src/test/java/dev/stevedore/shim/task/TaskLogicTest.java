package dev.stevedore.shim.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.stdio.Stdio;
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
        new Reply(response -> {}),
        done -> {
          log.add("first");
          ends.add(done);
        });
    queue.add(
        new Reply(response -> {}),
        done -> {
          log.add("second");
          done.run();
        });
    queue.add(
        new Reply(response -> {}),
        done -> {
          log.add("third");
          done.run();
        });

    assertThat(log).containsExactly("first");
    ends.getFirst().run();
    assertThat(log).containsExactly("first", "second", "third");
  }

  @Test
  void anOperationThatCannotStartIsAnsweredAndDoesNotHoldUpTheNext() {
    OperationQueue queue = new OperationQueue();
    List<Response> answers = new ArrayList<>();
    List<String> log = new ArrayList<>();

    queue.add(
        new Reply(answers::add),
        done -> {
          throw new TtrpcException(Code.INVALID_ARGUMENT, "no");
        });
    queue.add(
        new Reply(answers::add),
        done -> {
          log.add("next");
          done.run();
        });

    assertThat(answers)
        .singleElement()
        .extracting(Response::status)
        .isEqualTo(new Status(Code.INVALID_ARGUMENT, "no"));
    assertThat(log).containsExactly("next");
  }

  @Test
  void anOperationNobodyWaitsForAnyMoreIsNotStarted() {
    OperationQueue queue = new OperationQueue();
    List<String> log = new ArrayList<>();
    List<Runnable> ends = new ArrayList<>();
    Reply gone = new Reply(response -> {});
    queue.add(new Reply(response -> {}), ends::add);
    queue.add(gone, done -> log.add("gone"));
    queue.add(new Reply(response -> {}), done -> log.add("there"));

    gone.abandon();
    ends.getFirst().run();

    assertThat(log).containsExactly("there");
  }

  @Test
  void aReplyIsOverOnce() {
    List<Response> answers = new ArrayList<>();
    List<String> log = new ArrayList<>();
    Reply reply = new Reply(answers::add);
    reply.whenOver(() -> log.add("before"));

    reply.fail(Code.DEADLINE_EXCEEDED, "late");
    reply.succeed();
    reply.abandon();
    reply.whenOver(() -> log.add("after"));

    assertThat(answers)
        .singleElement()
        .extracting(Response::status)
        .isEqualTo(new Status(Code.DEADLINE_EXCEEDED, "late"));
    assertThat(log).containsExactly("before", "after");
  }

  @Test
  void whoWaitsForAnExitIsAnsweredUnlessGone() {
    TaskProcess process = new TaskProcess("", new Stdio("", "", "", false));
    List<Response> answers = new ArrayList<>();
    Reply gone = new Reply(answers::add);
    process.await(new Reply(answers::add));
    process.await(gone);

    gone.abandon();
    process.publishExit();

    assertThat(answers).hasSize(1);
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
