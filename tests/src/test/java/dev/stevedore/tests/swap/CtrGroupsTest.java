package dev.stevedore.tests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ctr's commands, group by group, on our containerd and on Debian's: both must answer the same,
 * with the same exit code, up to times and the places of directories.
 */
@WholeStack(needs = {"containerd", "ctr", "zstd"})
class CtrGroupsTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";
  private static Containerd ours;
  private static Containerd debian;
  private static Path directory = Path.of("");
  private static String chain = "";
  private static String config = "";

  @BeforeAll
  static void start(Scratch scratch) {
    ours = Containerd.ours(scratch);
    debian = Containerd.debian(scratch);
    directory = scratch.directory("ctr");
    scratch.write(directory.resolve("blob"), "some text\n");
    scratch.write(directory.resolve("config.json"), "{}\n");
    for (Containerd containerd : List.of(ours, debian)) {
      containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    }
    chain = ours.ctr("snapshots", "ls").run().ok().lines().get(1).split(" ")[0];
    config =
        ours.ctr("content", "ls").run().ok().lines().stream()
            .filter(line -> line.contains("gc.ref.snapshot"))
            .findFirst()
            .orElseThrow()
            .split("\t")[0];
    // The import's lease is gone, which is followed by a collection. What a case makes and nothing
    // refers to must not be taken by that.
    Pause.millis(600);
  }

  private static String answers(Containerd containerd, String lines) {
    return new CtrShell(
            containerd, directory, Map.of("IMAGE", IMAGE, "CHAIN", chain, "CONFIG", config))
        .answers(lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // content
        "ctr content ingest ref < blob;; ctr content get sha256:$(sha256sum blob | cut -c -64);;"
            + " ctr content label sha256:$(sha256sum blob | cut -c -64) a=b;;"
            + " ctr content ls;; ctr content active;;"
            + " ctr content rm sha256:$(sha256sum blob | cut -c -64);;"
            + " ctr content get sha256:$(sha256sum blob | cut -c -64);;",
        "ctr content ingest --expected-size 3 bad < blob;; "
            + " ctr content ingest --expected-digest CONFIG bad < blob;;",
        "ctr content get sha256:12;; ctr content rm sha256:12;; ctr content label CONFIG x=y x=;;",
        "ctr content prune references --dry;;",
        // images
        "ctr images ls;; ctr images check;; ctr images tag IMAGE foo.io/x:1;; "
            + " ctr images tag IMAGE foo.io/x:1;; ctr images tag --force IMAGE foo.io/x:1;;"
            + " ctr images ls -q name~=foo;; ctr images label foo.io/x:1 k=v;; ctr images ls;;"
            + " ctr images rm --sync foo.io/x:1;; ctr images rm nothing;; ctr images ls -q;;",
        "ctr images export out.tar IMAGE;; tar tf out.tar;; rm out.tar",
        "ctr images convert --uncompress IMAGE foo.io/plain:1;;"
            + " ctr images convert --oci IMAGE foo.io/oci:1;; ctr images ls;;"
            + " ctr images rm --sync foo.io/plain:1 foo.io/oci:1;; ctr content ls -q;;",
        "mkdir -p im; ctr images mount IMAGE im;; ls im;; ctr images unmount --rm im;;"
            + " ctr snapshots ls;; rmdir im",
        "mkdir -p im; ctr images mount --rw IMAGE im;; touch im/x;; ctr images unmount --rm im;;"
            + " rmdir im",
        // snapshots
        "ctr snapshots ls;; ctr snapshots tree;; ctr snapshots usage CHAIN | cut -c -10;;",
        "mkdir -p sn; ctr snapshots prepare --mounts a1 CHAIN > /dev/null; ctr snapshots mounts sn a1 | sh;;"
            + " touch -d @1 sn/etc/new sn/etc; rm sn/etc/passwd; ln sn/etc/new sn/hard; rm -r sn/var;"
            + " mkdir sn/var; touch -d @1 sn/var sn; "
            + " ctr snapshots diff a1 | tar tzf -;;"
            + " ctr snapshots diff CHAIN a1 | tar tzf -;;"
            + " ctr snapshots diff --media-type text/plain a1;; "
            + " umount sn; ctr snapshots commit b1 a1;; ctr snapshots commit b1 a1;;"
            + " ctr snapshots tree;; ctr snapshots label b1 l=1;; ctr snapshots info b1;;"
            + " ctr snapshots view v1 b1;; ctr snapshots rm b1;; ctr snapshots rm v1;;"
            + " ctr snapshots rm b1;; ctr snapshots rm b1;; rmdir sn",
        "ctr snapshots prepare x nothing;; ctr snapshots mounts . nothing;; "
            + " ctr snapshots view y nothing;; ctr snapshots --snapshotter none ls;;"
            + " ctr snapshots commit z nothing;; ctr snapshots diff nothing;;",
        "ctr snapshots --snapshotter native prepare n1;; ctr snapshots --snapshotter native ls;;"
            + " ctr snapshots --snapshotter native commit n2 n1;;"
            + " ctr snapshots --snapshotter native prepare n3 n2;;"
            + " ctr snapshots --snapshotter native tree;;"
            + " ctr snapshots --snapshotter native rm n3;; ctr snapshots --snapshotter native rm n2;;",
        // leases and namespaces
        "ctr leases create --id l1 --expires 1h a=b;; ctr leases create --id l1;; ctr leases ls;; "
            + " ctr leases rm l1;; ctr leases rm l1;; ctr leases ls -q;;",
        "ctr namespaces create n1 a=b;; ctr namespaces create n1;; ctr namespaces label n1 c=d;;"
            + " ctr namespaces ls;; ctr -n n1 images tag x y;; ctr namespaces rm n1;;"
            + " ctr namespaces rm n1;; ctr namespaces rm default;; ctr -n 'bad name' images ls;;",
        // containers
        "ctr containers create IMAGE c1;; ctr containers create IMAGE c1;; ctr containers ls;;"
            + " ctr containers label c1 a=b;; ctr containers delete c1;; ctr containers delete c1;;"
            + " ctr containers info c1;; ctr containers create IMAGE 'bad name';;",
        // the rest
        "ctr oci spec | head -3;; ctr tasks ls;; ctr tasks kill nothing;; ctr tasks attach nothing;;"
            + " ctr tasks metrics nothing;; ctr tasks ps nothing;; ctr tasks delete nothing;;",
        "ctr pprof --debug-socket " + "nowhere.sock goroutines;;",
      })
  void answersAsDebians(String lines) {
    assertThat(answers(ours, lines)).isEqualTo(answers(debian, lines));
  }

  @Test
  void layersAreMadeWithZstdAndPlainToo() {
    String listing =
        answers(
            ours,
            "ctr snapshots diff --media-type application/vnd.oci.image.layer.v1.tar+zstd CHAIN"
                + " | zstd -dc | tar tf - bin/sh;;"
                + " ctr snapshots diff --media-type application/vnd.oci.image.layer.v1.tar CHAIN"
                + " | tar tf - bin/sh;;");
    assertThat(listing).isEqualTo("bin/sh\nexit 0\nbin/sh\nexit 0\n");
  }

  @Test
  void aContainerRunsOnANativeSnapshot() {
    ours.ctr("images", "import", "--snapshotter", "native", Busybox.archive().toString())
        .run()
        .ok();
    String listing =
        answers(
            ours,
            "ctr run -d --snapshotter native --runtime io.containerd.stevedore.v1 IMAGE nat"
                + " sh -c 'rm -r /home; sleep 100';;"
                + " until ctr snapshots --snapshotter native diff nat | tar tzf - | grep home;"
                + " do sleep 0.1; done; ctr tasks delete -f nat > /dev/null 2>&1;"
                + " ctr containers delete nat;; ctr snapshots --snapshotter native ls | grep -c nat;");
    assertThat(listing).isEqualTo("exit 0\n.wh.home\nexit 0\n0\n");
  }
}
