package dev.stevedore.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code system df -v} and {@code system prune}. */
abstract class DiskBehaviour extends CopyBehaviour {
  @Test
  void eachObjectsSizeIsShown() {
    cli("create", "--name", "holder", "-v", "shown:/d", "busybox", "true").run().ok();
    String out = cli("system", "df", "-v").run().ok().out();
    assertThat(out)
        .containsSubsequence(
            "Images space usage:\n\nREPOSITORY   TAG       IMAGE ID",
            "SHARED SIZE   UNIQUE SIZE   CONTAINERS\n",
            "busybox      latest ",
            "\nContainers space usage:\n\nCONTAINER ID   IMAGE     COMMAND   LOCAL VOLUMES   SIZE",
            "holder\n",
            "\nLocal Volumes space usage:\n\nVOLUME NAME   LINKS     SIZE\nshown         1         0B\n",
            "\nBuild cache usage: 0B\n\nCACHE ID   CACHE TYPE   SIZE");
    assertThat(
            cli("system", "df", "-v", "--format", "{{range .Volumes}}{{.Name}}/{{.Links}}{{end}}")
                .run()
                .ok()
                .text())
        .isEqualTo("shown/1");
    assertThat(cli("system", "df", "-v", "--format", "json").run().ok().out())
        .contains("\"Images\":[{", "\"Containers\":[{", "\"Volumes\":[{", "\"BuildCache\":[]");
    cli("rm", "holder").run().ok();
    cli("volume", "rm", "shown").run().ok();
  }

  @Test
  void whatNothingUsesIsRemoved() {
    String kept = cli("run", "-d", "busybox", "sleep", "1000").run().ok().text();
    String gone = cli("create", "-v", "/anonymous", "busybox", "true").run().ok().text();
    cli("create", "--label", "keep=1", "busybox", "true").run().ok();
    assertThat(cli("system", "prune", "--filter", "label!=keep").stdin("n\n").run().ok().out())
        .isEqualTo(
            """
            WARNING! This will remove:
              - all stopped containers
              - all networks not used by at least one container
              - all dangling images
              - unused build cache

              Items to be pruned will be filtered with:
              - label!=keep

            Are you sure you want to continue? [y/N]\s""");
    List<String> lines =
        cli("system", "prune", "--filter", "label!=keep").stdin("y\n").run().ok().lines();
    assertThat(lines)
        .contains(gone)
        .anyMatch(line -> line.endsWith("Deleted Containers:"))
        .doesNotContain(kept)
        .last(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("Total reclaimed space: ");
    assertThat(cli("ps", "-aq").run().ok().lines()).hasSize(2);
    List<String> all = cli("system", "prune", "-f", "--volumes").run().ok().lines();
    assertThat(all).contains("Deleted Containers:", "Deleted Volumes:");
    assertThat(cli("ps", "-aq").run().ok().lines()).hasSize(1);
    assertThat(cli("system", "prune", "--volumes", "--filter", "until=1h").run().exits(1).err())
        .contains("The \"until\" filter is not supported with \"--volumes\"");
    assertThat(cli("builder", "prune").stdin("n\n").run().ok().out())
        .contains("WARNING! This will remove all dangling build cache. Are you sure");
  }
}
