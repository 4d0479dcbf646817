package dev.stevedore.tests.swap;

import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Path;

/**
 * A runtime that stands in where CRIU does not work, as on kernels that are newer than it: it is
 * another runtime but for checkpoint, which writes down that the container was there, and for
 * restore, which starts it anew if that is found. What is between, from the client to the runtime
 * and back, is real.
 */
final class RuncWithoutCriu {
  private RuncWithoutCriu() {}

  /** Writes the program. */
  static Path write(Scratch scratch, Path runtime) {
    Path program =
        scratch.write(
            scratch.resolve("runc-without-criu"),
            """
            #!/bin/sh
            runtime=%s
            global=
            keep=
            verb=
            images=
            while [ $# -gt 1 ]; do
              case $1 in
                checkpoint | restore) verb=$1 ;;
                --root | --log | --log-format) global="$global $1 $2"; shift ;;
                --image-path) images=$2; shift ;;
                --work-path | --parent-path | --manage-cgroups-mode) shift ;;
                --bundle | --pid-file | --console-socket) keep="$keep $1 $2"; shift ;;
                --leave-running) leave=1 ;;
                create | start | exec | kill | delete | ps | state | update | pause | resume)
                  exec $runtime $global "$@" ;;
              esac
              shift
            done
            case $verb in
              checkpoint)
                mkdir -p $images/deep
                echo pages of $1 > $images/pages-1.img
                ln -s pages-1.img $images/deep/link
                [ "$leave" ] || { $runtime $global resume $1; $runtime $global kill $1 KILL; } ;;
              restore)
                grep -q 'pages of' $images/deep/../pages-1.img || { echo no pages >&2; exit 1; }
                $runtime $global create $keep $1 && $runtime $global start $1 ;;
              *) exec $runtime $global "$@" ;;
            esac
            """
                .formatted(runtime));
    if (!program.toFile().setExecutable(true)) {
      throw new AssertionError(program + " cannot be made executable");
    }
    return program;
  }
}
