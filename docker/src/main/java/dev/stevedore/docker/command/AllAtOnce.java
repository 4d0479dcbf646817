package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.http.HttpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes a call about each of several objects, all at the same time: ten containers that take ten
 * seconds to stop are stopped in ten seconds. Their names are printed in the order given.
 */
public final class AllAtOnce {
  private static final int AT_ONCE = 50;

  private AllAtOnce() {}

  /**
   * Makes the calls.
   *
   * @param method of the calls
   * @param path of the call about an object
   * @return the exit status
   */
  public static int call(Call call, String method, List<String> names, UnaryOperator<String> path) {
    if (names.size() == 1) {
      return Each.of(
          call,
          names,
          name -> {
            if (method.equals("DELETE")) {
              call.engine().delete(path.apply(name));
            } else {
              call.engine().post(path.apply(name));
            }
            call.out().println(name);
          });
    }
    List<String> errors = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      batch(
          call, method, names.subList(from, Math.min(names.size(), from + AT_ONCE)), path, errors);
    }
    return Each.report(call, errors);
  }

  private static void batch(
      Call call,
      String method,
      List<String> names,
      UnaryOperator<String> path,
      List<String> errors) {
    List<HttpConnection> calls = new ArrayList<>();
    for (String name : names) {
      calls.add(call.engine().begin(method, path.apply(name)));
    }
    for (int i = 0; i < calls.size(); i++) {
      try {
        call.engine().finish(calls.get(i), path.apply(names.get(i)));
        call.out().println(names.get(i));
      } catch (CliException e) {
        errors.add(e.text());
      }
    }
  }
}
