package dev.stevedore.runc.command;

import com.eclipsesource.json.PrettyPrint;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import java.util.List;

/** Prints the state of a container (runtime.md, "Query State"). */
public final class StateCommand implements Command {
  @Override
  public String name() {
    return "state";
  }

  @Override
  public String summary() {
    return "output the state of a container";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, 1);
    var description = context.container(arguments).describe().value("owner", "").toJson();
    context.print(description.toString(PrettyPrint.indentWithSpaces(2)));
    return 0;
  }
}
