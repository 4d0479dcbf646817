package dev.stevedore.tests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import dev.stevedore.tests.harness.stack.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ctr run} with each of its flags, and ctr's groups that are about tasks, on our containerd
 * with our shim and runtime, and on Debian's with theirs: both must answer the same. Both are asked
 * for the same runtime by the same name.
 */
@WholeStack(needs = {"containerd", "ctr", "containerd-shim-runc-v2", "runc"})
class CtrTasksTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";

  /** Kills and removes what cases leave running. */
  private static final String GONE =
      " gone() { for i in $@; do ctr tasks delete -f $i > /dev/null 2>&1; ctr containers delete $i;"
          + " done; }; until_is() { until ctr tasks ls | grep -q \"$1 .*$2\"; do sleep 0.02; done; };";

  private static Containerd ours;
  private static Containerd debian;
  private static Path directory = Path.of("");
  private static Path criuless = Path.of("");

  @BeforeAll
  static void start(Scratch scratch) {
    ours = Containerd.oursWithOurShimForRunc(scratch);
    debian = Containerd.debian(scratch);
    directory = scratch.directory("ctr");
    scratch.write(directory.resolve("env"), "FROM_FILE=1\n");
    scratch.write(
        directory.resolve("seccomp.json"),
        """
        {"defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64"],
         "syscalls": [{"names": ["mkdir"], "action": "SCMP_ACT_ERRNO"}]}
        """);
    for (Containerd containerd : List.of(ours, debian)) {
      containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    }
    Busybox.rootfs(directory.resolve("root"));
    criuless = RuncWithoutCriu.write(scratch, Programs.peer("runc"));
  }

  private static String answers(Containerd containerd, String lines) {
    return new CtrShell(
            containerd, directory, Map.of("IMAGE", IMAGE, "CRIULESS", criuless.toString()))
        .answers(GONE + lines);
  }

  private static void compare(String lines) {
    assertThat(inWordsOfRunc11(answers(ours, lines)))
        .isEqualTo(inWordsOfRunc11(answers(debian, lines)));
  }

  /** Debian's runc is 1.1.5; some words have changed since, and ours are the newer ones. */
  private static String inWordsOfRunc11(String answer) {
    return answer
        .replace("error during container init: exec", "exec")
        .replace("unable to start container process: args must", "args must");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctr run --rm IMAGE r1 echo hi;; ctr run --rm IMAGE r1 sh -c 'exit 7';; ctr containers ls -q;;",
        "ctr run --rm IMAGE r2 sh -c 'echo err >&2' 2>&1;;",
        "ctr run --rm IMAGE r3 nothing;; ctr containers ls -q;; ctr tasks ls;;",
        "ctr run --rm IMAGE r3 /etc/passwd;; ctr run --rm --cwd /nowhere/x IMAGE r3 pwd;;",
        "ctr run --rm -d IMAGE r4 true;; ctr run nothing r4;; ctr run IMAGE;;",
        "ctr run --rm --null-io IMAGE r5 echo hi;;",
        "rm -f log; ctr run --rm --log-uri file://$PWD/log IMAGE r6 echo hi;; cat log;; rm log",
        "mkdir -p fifos; ctr run --rm --fifo-dir $PWD/fifos IMAGE r7 echo hi;; ls -A fifos;;",
        "ctr run --rm --platform linux/amd64 IMAGE r8 echo hi;;"
            + " ctr run --rm --platform linux/s390x IMAGE r8 echo hi;; ctr containers ls -q;;",
        "ctr run --rm --cwd /etc --env A=b --env-file env IMAGE r9 sh -c 'pwd; env | sort';;",
        "ctr run -d --label k=v --annotation org.x=y IMAGE r10 sleep 100;;"
            + " ctr containers info r10 | grep -E '\"(k|org.x)\"';; ctr containers ls;; gone r10;;",
        "mkdir -p m; echo in > m/f; ctr run --rm --mount"
            + " type=bind,src=$PWD/m,dst=/host,options=rbind:ro IMAGE r11 sh -c"
            + " 'cat /host/f; touch /host/g 2>&1';; ctr run --rm --mount type=bind,src=/nowhere/x,dst=/y,options=bind"
            + " IMAGE r11 true 2>&1 | sed 's/: [a-z_]* .nowhere/: /';; rm -r m",
        "ctr run --rm --read-only IMAGE r12 sh -c 'touch /x; touch /run/x';;",
        "ctr run --rm --net-host IMAGE r13 sh -c 'ls /sys/class/net; hostname; cat /etc/hosts';;"
            + " ctr run --rm IMAGE r13 ls /sys/class/net;;",
        "ctr run --rm --with-ns uts:/proc/self/ns/uts IMAGE r14 hostname;;"
            + " ctr run --rm --with-ns uts IMAGE r14 true;; ctr run --rm --with-ns x:/y IMAGE r14 true;;",
        "ctr run -d --pid-file $PWD/pid IMAGE r15 sleep 100;;"
            + " [ $(cat pid) = $(ctr tasks ls | awk '$1 == \"r15\" { print $2 }') ];; gone r15;;",
        "for flag in --allow-new-privs --seccomp '--seccomp --seccomp-profile seccomp.json'"
            + " '--seccomp-profile seccomp.json' '--cap-add CAP_SYS_ADMIN' '--cap-drop CAP_KILL'"
            + " '--cap-add SYS_ADMIN' '--cap-add CAP_NONE'; do"
            + " ctr run --rm $flag IMAGE r16 sh -c"
            + " 'grep -E \"^(Cap|NoNew|Seccomp:)\" /proc/self/status; mkdir /xy 2>&1';; done",
        "ctr run --rm --device /dev/zero --device /dev/full IMAGE r17 sh -c"
            + " 'ls /dev; head -c 4 /dev/zero | od -c';; ctr run --rm --device /nowhere IMAGE r17 true;;",
        "for flag in '--cpus 0.5' '--cpu-shares 512' '--cpu-quota 20000 --cpu-period 50000'"
            + " '--memory-limit 33554432' '--cpus 1 --cpu-quota 5' '--cgroup /svtests/r18'; do"
            + " ctr run -d $flag IMAGE r18 sleep 100;;"
            + " dir=default; [ -d /sys/fs/cgroup/cpu/svtests ] && dir=svtests; cd /sys/fs/cgroup;"
            + " cat cpu/$dir/r18/cpu.cfs_quota_us cpu/$dir/r18/cpu.cfs_period_us cpu/$dir/r18/cpu.shares"
            + " memory/$dir/r18/memory.limit_in_bytes;; cd - > /dev/null; gone r18;;"
            + " rmdir /sys/fs/cgroup/*/svtests 2> /dev/null; done",
        "ctr run --rm --rootfs $PWD/root r19 /bin/sh -c 'ls /';;"
            + " ctr run --rm --rootfs --read-only $PWD/root r19 /bin/sh -c 'ls / > /x';;",
        "ctr run --rm --no-pivot IMAGE r20 echo hi;;",
        "for flag in private rprivate slave rslave; do"
            + " ctr run --rm --rootfs-propagation $flag IMAGE r21 sh -c"
            + " 'grep \" / / \" /proc/self/mountinfo | cut -d \" \" -f 7 | cut -d : -f 1';; done",
        "ctr oci spec | sed 's|\"/run/|\"/|' > c.json; ctr run --rm --config c.json r22;;"
            + " echo '{' > c.json; ctr run --rm --config c.json r22;; rm c.json",
        "ctr run -d --snapshotter native --snapshotter-label a=b IMAGE r23 sleep 100;;"
            + " ctr snapshots --snapshotter native info r23 | grep -A 3 Labels;; gone r23;;"
            + " ctr run --rm --snapshotter nothing IMAGE r23 true;;",
        "ctr run --rm --runc-root $PWD/state IMAGE r24 echo hi;; ls -A state/default;; rm -r state",
        "ctr run --rm --runc-systemd-cgroup IMAGE r25 echo hi;;"
            + " ctr run --rm --runtime io.containerd.none.v1 IMAGE r25 echo hi;;"
            + " ctr run --rm --runtime bad IMAGE r25 echo hi;; ctr containers ls -q;;",
        "ctr run --rm --uidmap 0:100000:65536 --gidmap 0:100000:65536 IMAGE r26 sh -c"
            + " 'id -u; cat /proc/self/uid_map; ls -ln /etc/passwd; touch /x && ls -ln /x';;",
        "ctr run --rm --cni IMAGE r27 true;; ctr run --rm --privileged IMAGE r27 true 2>&1"
            + " | cut -c -60;; ctr containers ls -q;;",
      })
  void runs(String lines) {
    compare(lines);
  }

  /**
   * Debian's waits for ever here: its shim opens the input before ctr has the answer to its Create,
   * without which ctr cannot tell that the input has ended.
   */
  @RepeatedTest(3)
  void inputThatEndsAtOnceEndsInTheContainerToo() {
    assertThat(
            answers(
                ours, "echo in | ctr run --rm IMAGE i1 cat;; ctr run --rm IMAGE i2 cat < env;;"))
        .isEqualTo("in\nexit 0\nFROM_FILE=1\nexit 0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctr containers create IMAGE t1 ls /nowhere;; ctr tasks start t1;;"
            + " ctr tasks start t1;; ctr tasks ls;; gone t1;;",
        "ctr containers create IMAGE t2 sleep 100;; ctr tasks kill t2;; ctr tasks delete t2;;"
            + " ctr tasks pause t2;; ctr tasks resume t2;; ctr tasks ps t2;; ctr tasks metrics t2;;"
            + " ctr tasks attach t2;; ctr tasks exec --exec-id e t2 true;; ctr tasks checkpoint t2;;"
            + " ctr tasks start -d --pid-file $PWD/pid t2;; ctr tasks start -d t2;; ctr tasks ls;;"
            + " ctr tasks ls -q;; [ -d /proc/$(cat pid) ];; ctr containers delete t2;; ctr tasks delete t2;;"
            + " ctr tasks delete -f t2;; ctr containers delete t2;;",
        "ctr run -d IMAGE t3 sleep 100;; ctr tasks exec --exec-id e1 t3 sh -c 'echo hi; exit 4';;"
            + " ctr tasks exec --exec-id e2 --cwd /etc --user 1000:1000 t3 sh -c 'pwd; id';;"
            + " ctr tasks exec --exec-id e3 --user nobody t3 id -u;;"
            + " ctr tasks exec --exec-id e4 t3 nothing;; ctr tasks exec t3 true;; ctr tasks exec --exec-id e5 t3;;"
            + " echo in | ctr tasks exec --exec-id e6 t3 cat;; ctr tasks exec --exec-id 'b d' t3 true;; gone t3;;",
        "ctr run -d IMAGE t4 sleep 100;; ctr tasks exec -d --fifo-dir $PWD/f --exec-id e1 t4 sleep 99;;"
            + " ctr tasks exec -d --fifo-dir $PWD/f --exec-id e1 t4 sleep 99;; rm -rf f; ctr tasks ps t4 | awk '{ print NF }';;"
            + " ctr tasks kill --exec-id e1 -s SIGKILL t4;; sleep 0.2;"
            + " ctr tasks delete --exec-id e1 t4;; ctr tasks delete --exec-id e1 t4;;"
            + " ctr tasks kill --exec-id e9 t4;; gone t4;;",
        "rm -f elog; ctr run -d IMAGE t5 sleep 100;;"
            + " ctr tasks exec --log-uri file://$PWD/elog --exec-id e1 t5 echo hi;; cat elog;; gone t5;;",
        "ctr run -d IMAGE t6 sh -c 'trap \"exit 9\" TERM; while :; do sleep 0.02; done';;"
            + " ctr tasks kill -s nothing t6;; ctr tasks kill -s 0 t6;; ctr tasks kill t6;;"
            + " until_is t6 STOPPED; ctr tasks ls;; ctr tasks kill t6;; ctr tasks delete t6;;"
            + " ctr tasks delete t6;; gone t6;;",
        "ctr run -d IMAGE t7 sh -c 'sleep 100; true';; ctr tasks kill --all -s SIGKILL t7;;"
            + " until_is t7 STOPPED; ctr tasks delete t7;; gone t7;;",
        "ctr run -d IMAGE t8 sleep 100;; ctr tasks pause t8;; ctr tasks ls;; ctr tasks pause t8;;"
            + " ctr tasks delete t8;; ctr tasks resume t8;; ctr tasks resume t8;; ctr tasks ls;; gone t8;;",
        "ctr run -d IMAGE t9 sleep 100;; ctr tasks metrics t9 | awk 'NF { print $1 }';;"
            + " ctr tasks metrics --format json t9 | grep -o '\"[a-z_]*\": *{' | sort -u;;"
            + " ctr tasks metrics --format x t9;; gone t9;;",
        "(sleep 0.4; echo in) | ctr run -d IMAGE t10 sleep 0.7;; ctr tasks attach t10;; gone t10;;",
        // shim: ctr talks to it past containerd
        "ctr run -d IMAGE s1 sleep 100;; ctr shim --id s1 state | grep -v -E 'pid|exited|TIME';;"
            + " ctr shim --id none state;; ctr shim state;; ctr shim --id s1 start nothing;;"
            + " ctr shim --id s1 delete nothing;; ctr shim --id s1 delete s1;;"
            + " ctr containers info s1 | sed -n '/\"process\"/,/^        },/p' > p; gone s1;;",
        "ctr run -d IMAGE s2 sleep 100;; echo '{\"args\": [\"true\"], \"cwd\": \"/\"}' > p.json;"
            + " ctr shim --id s2 exec --spec p.json e1 | sed 's/[0-9]*$//';; ctr shim --id s2 exec --spec none e2;;"
            + " ctr shim --id s2 exec;; rm p.json; gone s2;;",
        // what is left
        "mkdir -p opt; ctr install --path $PWD/opt IMAGE;; ls opt;; ls opt/bin | head -3;;"
            + " ctr install --path $PWD/opt IMAGE;; ctr install --replace --path $PWD/opt IMAGE;;"
            + " ctr install --path $PWD/opt nothing;; rm -r opt",
        "ctr oci spec | sha256sum;;",
      })
  void tasks(String lines) {
    compare(lines);
  }

  /** Debian's containerd is older than these labels. */
  @Test
  void layersAreMountedWithTheirOwnersMapped() {
    String labels =
        " containerd.io/snapshot/uidmapping=0:100000:65536"
            + " containerd.io/snapshot/gidmapping=0:200000:65536";
    String listing =
        answers(
            ours,
            "ctr containers create IMAGE m1 sleep 100;; ctr snapshots label m1"
                + labels
                + " > m1;; ctr tasks start -d --null-io m1;;"
                + " ctr tasks exec --exec-id e m1 stat -c '%u %g' /bin /etc/passwd;;"
                + " mount | grep -c 'm1/rootfs'; gone m1;; mount | grep -c 'm1/rootfs'; rm m1");
    assertThat(listing)
        .isEqualTo("exit 0\nexit 0\nexit 0\n100000 200000\n100000 200000\nexit 0\n1\nexit 0\n0\n");
  }

  /** What an image of a checkpoint is made of; what differs from time to time is left out. */
  private static final String TELL =
      " tell() { ctr content get $(ctr images ls name==$1 | awk 'NR == 2 { print $3 }') > index;"
          + " grep -o '\"\\(mediaType\\|image.name\\|io.containerd[a-z./]*\\)\": *\"[^\"]*\"' index;"
          + " ctr content get $(grep -o 'criu.tar\",\"digest\":\"[^\"]*' index | cut -d '\"' -f 5)"
          + " | tar tvf - | awk '{ print $1, $NF }' | sort; };";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ctr run -d --runc-binary CRIULESS IMAGE k1 sleep 100;; ref=$(ctr tasks checkpoint k1);;"
            + " echo $ref | sed 's/:.*//'; tell $ref;; ctr tasks ls;; ctr images rm --sync $ref > gone;; rm gone;"
            + " ctr tasks checkpoint --image-path $PWD/images --work-path $PWD/work --exit k1;;"
            + " ls images;; until_is k1 STOPPED; rm -rf images work;"
            + " ctr images ls -q;; gone k1;;",
        "ctr run -d --runc-binary CRIULESS IMAGE k2 sh -c 'echo said > /file; exec sleep 100';;"
            + " until ctr tasks exec --exec-id e k2 cat /file 2> /dev/null; do sleep 0.05; done;"
            + " ctr containers checkpoint --rw --image --task k2 x.io/ck:1;; tell x.io/ck:1;; gone k2;;"
            + " ctr containers restore --rw --live k3 x.io/ck:1;; ctr tasks ls;;"
            + " ctr tasks exec --exec-id e k3 cat /file;; gone k3;;"
            + " ctr containers restore --rw k4 x.io/ck:1;; until_is k4 RUNNING; gone k4;;"
            + " ctr images rm --sync x.io/ck:1;; ctr containers restore --live k5 IMAGE;;",
      })
  void checkpoints(String lines) {
    compare(TELL + lines);
  }
}
