package dev.stevedore.docker.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.docker.tar.TarEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyRulesTest {
  @Test
  void pathsAreCutAsGoCutsThem() {
    assertThat(LocalPath.clean("/a//b/./../c/")).isEqualTo("/a/c");
    assertThat(LocalPath.clean("../../a/..")).isEqualTo("../..");
    assertThat(LocalPath.clean("/../..")).isEqualTo("/");
    assertThat(LocalPath.clean("")).isEqualTo(".");
    assertThat(LocalPath.base("/a/b/")).isEqualTo("b");
    assertThat(LocalPath.base("///")).isEqualTo("/");
    assertThat(LocalPath.base("")).isEqualTo(".");
    assertThat(LocalPath.directory("/a/b/")).isEqualTo("/a/b");
    assertThat(LocalPath.directory("a")).isEqualTo(".");
    assertThat(LocalPath.split("/a/b/.")).isEqualTo(new LocalPath.Split("/a/b", "."));
    assertThat(LocalPath.split("/a/b/")).isEqualTo(new LocalPath.Split("/a", "b"));
  }

  @Test
  void whatAPathEndsWithIsKept() {
    assertThat(LocalPath.absolute("x/", "/w")).isEqualTo("/w/x/");
    assertThat(LocalPath.absolute("x/.", "/w")).isEqualTo("/w/x/.");
    assertThat(LocalPath.absolute("./x", "/w")).isEqualTo("/w/x");
    assertThat(LocalPath.absolute(".", "/w")).isEqualTo("/w/.");
    assertThat(LocalPath.absolute("/", "/w")).isEqualTo("/");
  }

  private static CopyEnd file(String path) {
    return new CopyEnd(path, true, false, "");
  }

  private static CopyEnd directory(String path) {
    return new CopyEnd(path, true, true, "");
  }

  private static CopyEnd nothing(String path) {
    return new CopyEnd(path, false, false, "");
  }

  @Test
  void plansFollowDockersTable() {
    assertThat(CopyPlan.of(file("/s/f"), directory("/t"))).isEqualTo(new CopyPlan("/t", "", ""));
    assertThat(CopyPlan.of(directory("/s"), directory("/t"))).isEqualTo(new CopyPlan("/t", "", ""));
    assertThat(CopyPlan.of(file("/s/f"), file("/t/g"))).isEqualTo(new CopyPlan("/t", "f", "g"));
    assertThat(CopyPlan.of(file("/s/f"), nothing("/t/g"))).isEqualTo(new CopyPlan("/t", "f", "g"));
    assertThat(CopyPlan.of(directory("/s/."), nothing("/t/g")))
        .isEqualTo(new CopyPlan("/t", ".", "g"));
    assertThatThrownBy(() -> CopyPlan.of(directory("/s"), file("/t/g")))
        .hasMessage("cannot copy directory");
    assertThatThrownBy(() -> CopyPlan.of(file("/s/f"), nothing("/t/g/")))
        .hasMessage("no such directory");
  }

  @Test
  void entriesTakeTheNameThatWasAskedFor() {
    TarEntry link =
        new TarEntry("s/a", TarEntry.Type.HARD_LINK, 0644, 0, 0, 0, 0, "s/b", 0, 0, List.of());
    TarEntry renamed = new CopyPlan("/t", "s", "new").renamed(link);
    assertThat(renamed.name()).isEqualTo("new/a");
    assertThat(renamed.linkName()).isEqualTo("new/b");
    TarEntry symbolic =
        new TarEntry("./a", TarEntry.Type.SYMBOLIC_LINK, 0777, 0, 0, 0, 0, "./b", 0, 0, List.of());
    TarEntry other = new CopyPlan("/t", ".", "new").renamed(symbolic);
    assertThat(other.name()).isEqualTo("new/a");
    assertThat(other.linkName()).isEqualTo("./b");
  }

  @Test
  void aLinksTargetIsCopiedUnderTheLinksName() {
    assertThat(CopyEnd.renamed("/d/link", "/real/dir"))
        .isEqualTo(new CopyEnd("/real/dir", true, false, "link"));
    assertThat(CopyEnd.renamed("/d/link/.", "/real/dir"))
        .isEqualTo(new CopyEnd("/real/dir/.", true, false, ""));
  }
}
