package dev.stevedore.dockerd.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.lib.oci.runtime.Rlimit;
import dev.stevedore.lib.oci.runtime.RlimitType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @TempDir Path directory;
  private Path file = Path.of("unset");

  @BeforeEach
  void place() {
    file = directory.resolve("daemon.json");
  }

  private static CommandLine parse(String... argv) throws ConfigException {
    return CommandLine.parse("stevedored", List.of(argv));
  }

  private DaemonConfig load(String json, String... argv) throws ConfigException, IOException {
    Files.writeString(file, json);
    List<String> all = new ArrayList<>(List.of("--config-file", file.toString()));
    all.addAll(List.of(argv));
    CommandLine line = CommandLine.parse("stevedored", all);
    return ((CommandLine.Run) line).loader().load();
  }

  @Test
  void readsFlagsInEveryFormThatDockerTakes() throws Exception {
    DaemonConfig config =
        load(
            "{}",
            "-DHunix:///a",
            "--host=tcp://127.0.0.1:1234",
            "-l",
            "warn",
            "--live-restore=true",
            "--shutdown-timeout",
            "-1",
            "--label=a=b",
            "--add-runtime",
            "Crun=/usr/bin/crun");
    assertThat(config.debug()).isTrue();
    assertThat(config.logLevel()).isEqualTo(Level.DEBUG);
    assertThat(config.hosts())
        .containsExactly(
            new HostAddress.Unix(Path.of("/a")), new HostAddress.Tcp("127.0.0.1", 1234));
    assertThat(config.liveRestore()).isTrue();
    assertThat(config.shutdownTimeout()).isEmpty();
    assertThat(config.labels()).containsExactly("a=b");
    assertThat(config.runtime("crun")).contains(RuntimeConfig.ofPath("/usr/bin/crun"));
  }

  @Test
  void flagErrorsAreDockers() {
    assertThatThrownBy(() -> parse("--nope"))
        .hasMessage("unknown flag: --nope\nSee 'stevedored --help'.");
    assertThatThrownBy(() -> parse("-x"))
        .hasMessage("unknown shorthand flag: 'x' in -x\nSee 'stevedored --help'.");
    assertThatThrownBy(() -> parse("--data-root"))
        .hasMessage("flag needs an argument: --data-root\nSee 'stevedored --help'.");
    assertThatThrownBy(() -> parse("-H"))
        .hasMessage("flag needs an argument: 'H' in -H\nSee 'stevedored --help'.");
    assertThatThrownBy(() -> parse("-D=maybe"))
        .hasMessageStartingWith(
            "invalid argument \"maybe\" for \"-D, --debug\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax");
    assertThatThrownBy(() -> parse("--add-runtime", "runc=/x"))
        .hasMessageContaining("runtime name 'runc' is reserved");
    assertThatThrownBy(() -> parse("what"))
        .hasMessageStartingWith("\"stevedored\" accepts no arguments.\nSee 'stevedored --help'.");
  }

  @Test
  void aBooleanDoesNotTakeTheNextWord() {
    assertThatThrownBy(() -> parse("--debug", "false"))
        .hasMessageContaining("accepts no arguments");
  }

  @Test
  void helpListsEveryFlag() throws Exception {
    CommandLine.Help help = (CommandLine.Help) parse("--help");
    assertThat(help.text())
        .contains("A self-sufficient runtime for containers.")
        .contains("-H, --host list")
        .contains("(default \"/var/lib/stevedore\")");
    for (Setting setting : Settings.ALL) {
      assertThat(help.text()).contains("--" + setting.flag());
    }
    assertThat(parse("-v")).isInstanceOf(CommandLine.ShowVersion.class);
  }

  @Test
  void readsWhatContainersHaveThatDoNotSay() throws Exception {
    Path profile = Files.writeString(directory.resolve("profile.json"), "{\"x\": 1}");
    ContainerDefaults defaults =
        load(
                """
                {"default-ulimits": {"nofile": {"Name": "nofile", "Hard": 2048, "Soft": 1024}},
                 "default-shm-size": "1.5g", "seccomp-profile": "%s"}
                """
                    .formatted(profile),
                "--no-new-privileges",
                "--cgroup-parent=/here",
                "--default-cgroupns-mode=host",
                "--default-ipc-mode=shareable")
            .containers();
    assertThat(defaults.ulimits())
        .containsExactly(new Rlimit(RlimitType.RLIMIT_NOFILE, 2048, 1024));
    assertThat(defaults.shmSize()).isEqualTo(3L << 29);
    assertThat(defaults.seccomp().profile()).contains("{\"x\": 1}");
    assertThat(defaults.noNewPrivileges()).isTrue();
    assertThat(defaults.cgroupParent()).isEqualTo("/here");
    assertThat(defaults.cgroupnsMode()).isEqualTo("host");
    assertThat(defaults.ipcMode()).isEqualTo("shareable");

    assertThat(load("{}", "--default-ulimit", "nproc=5", "--default-ulimit", "core=-1:-1"))
        .extracting(config -> config.containers().ulimits())
        .isEqualTo(
            List.of(
                new Rlimit(RlimitType.RLIMIT_CORE, -1, -1),
                new Rlimit(RlimitType.RLIMIT_NPROC, 5, 5)));
    assertThatThrownBy(() -> parse("--default-ulimit=nofile=5:4"))
        .hasMessageContaining("ulimit soft limit must be less than or equal to hard limit: 5 > 4");
    assertThatThrownBy(() -> load("{}", "--default-ipc-mode=host"))
        .hasMessageContaining("IPC mode \"host\" is not supported as default value");
    assertThat(parse("--validate")).isInstanceOf(CommandLine.Validate.class);
  }

  @Test
  void mergesTheFileUnderTheFlags() throws Exception {
    DaemonConfig config =
        load(
            """
            {"labels": ["x=1"], "debug": true, "shutdown-timeout": 3, "hosts": ["unix:///b"],
             "runtimes": {"my": {"path": "/my", "runtimeArgs": ["--a"]}, "kata": {"runtimeType": "io.containerd.kata.v2"}},
             "default-runtime": "my"}
            """,
            "--data-root=/data");
    assertThat(config.dataRoot()).isEqualTo(Path.of("/data"));
    assertThat(config.labels()).containsExactly("x=1");
    assertThat(config.shutdownTimeout()).contains(Duration.ofSeconds(3));
    assertThat(config.hosts()).containsExactly(new HostAddress.Unix(Path.of("/b")));
    assertThat(config.runtime(""))
        .contains(new RuntimeConfig(Optional.of("/my"), List.of("--a"), RuntimeConfig.OWN_SHIM));
    assertThat(config.runtime("kata").orElseThrow().shim()).isEqualTo("io.containerd.kata.v2");
  }

  @Test
  void namesEverySettingThatIsGivenTwiceAndDiffers() {
    assertThatThrownBy(
            () ->
                load(
                    "{\"debug\": false, \"labels\": [\"a=b\"], \"pidfile\": \"/p\"}",
                    "--debug",
                    "--label",
                    "c=d",
                    "--pidfile=/p"))
        .hasMessage(
            "unable to configure the Docker daemon with file "
                + file
                + ": the following directives are specified both as a flag and in the configuration file: "
                + "debug: (from flag: true, from file: false), labels: (from flag: [c=d], from file: [a=b])");
  }

  @Test
  void refusesUnknownKeysAndWrongKinds() {
    assertThatThrownBy(() -> load("{\"nope\": 1, \"label\": []}"))
        .hasMessageEndingWith(
            "the following directives don't match any configuration option: nope, label");
    assertThatThrownBy(() -> load("{\"debug\": \"yes\"}"))
        .hasMessageEndingWith("debug: \"yes\" is not true or false");
    assertThatThrownBy(() -> load("{"))
        .hasMessageContaining("unable to configure the Docker daemon");
    assertThatThrownBy(() -> load("[]")).hasMessageContaining("not a JSON object");
  }

  @Test
  void aFileThatAFlagNamesMustBeThere() {
    assertThatThrownBy(
            () -> ((CommandLine.Run) parse("--config-file=/nonexistent/x")).loader().load())
        .hasMessageContaining("open /nonexistent/x: no such file or directory");
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> load("{}", "--default-runtime=gone"))
        .hasMessage("specified default runtime 'gone' does not exist");
    assertThatThrownBy(() -> load("{}", "--label=novalue"))
        .hasMessage("bad attribute format: novalue");
    assertThatThrownBy(() -> load("{}", "--label=a=1", "--label=a=2"))
        .hasMessage("conflict labels for a=2 and a=1");
    assertThatThrownBy(() -> load("{}", "-l", "loud")).hasMessage("invalid logging level: loud");
  }

  @Test
  void rulesOfTheFirewallCanBeLeftOutButNotWhereContainersAreKeptApart() throws Exception {
    assertThat(load("{\"iptables\": false}", "--ip-forward=false").firewall().scope())
        .isEqualTo(new FirewallConfig.Scope(false, true, false, false));
    assertThat(load("{\"ip6tables\": false}", "--icc=false").firewall().scope().v6()).isFalse();
    assertThatThrownBy(() -> load("{}", "--iptables=false", "--icc=false"))
        .hasMessage(
            "You specified --iptables=false with --icc=false. ICC=false uses iptables to function."
                + " Please set --icc or --iptables to true");
    assertThatThrownBy(() -> load("{}", "--ip6tables=false", "--icc=false", "--ipv6"))
        .hasMessageStartingWith("You specified --ip6tables=false with --icc=false.");
    assertThatThrownBy(() -> load("{}", "--iptables=false", "--publish-obeys-input"))
        .hasMessageStartingWith("--publish-obeys-input needs firewall rules");
  }

  @Test
  void aSizeOfLayersIsTheOnlyOptionOfTheStorageDriver() throws Exception {
    assertThat(load("{\"storage-opts\": [\"overlay2.size=10G\"]}").containers().layerSize())
        .hasValue(10L << 30);
    assertThat(load("{}").containers().layerSize()).isEmpty();
    assertThatThrownBy(() -> load("{}", "--storage-opt", "overlay2.override_kernel_check=1"))
        .hasMessage("overlay2: unknown option overlay2.override_kernel_check");
    assertThatThrownBy(() -> load("{}", "--storage-opt", "size"))
        .hasMessage("unable to parse storage-opt key/value: size");
    assertThatThrownBy(() -> load("{}", "--storage-opt", "overlay2.size=much"))
        .hasMessage("invalid size: 'much'");
  }

  @Test
  void plainTcpBeyondThisMachineMustBeAskedFor() throws Exception {
    assertThatThrownBy(() -> load("{}", "-H", "tcp://0.0.0.0:2375"))
        .hasMessageContaining("tcp://0.0.0.0:2375")
        .hasMessageContaining("--tlsverify");
    assertThat(load("{}", "-H", "tcp://0.0.0.0:2375", "--tls=false").tls()).isEmpty();
    assertThat(
            load("{}", "-H", "tcp://0.0.0.0:2376", "--tlsverify")
                .tls()
                .orElseThrow()
                .verifyClients())
        .isTrue();
    assertThat(load("{}", "-H", "tcp://").hosts())
        .containsExactly(new HostAddress.Tcp("localhost", 2375));
  }

  @Test
  void aReloadChangesOnlyWhatCanChange() throws Exception {
    Files.writeString(file, "{}");
    CommandLine.Run run =
        (CommandLine.Run) parse("--config-file", file.toString(), "--exec-root=/e");
    LiveConfig live = new LiveConfig(run.loader(), run.loader().load());
    Files.writeString(file, "{\"debug\": true, \"labels\": [\"n=1\"], \"data-root\": \"/other\"}");
    assertThat(live.reload())
        .containsEntry("debug", "true")
        .containsEntry("labels", "[n=1]")
        .containsEntry("shutdown-timeout", "15");
    assertThat(live.get().debug()).isTrue();
    assertThat(live.get().dataRoot()).isEqualTo(Path.of("/var/lib/stevedore"));
    Files.writeString(file, "{\"debug\": 3}");
    assertThatThrownBy(live::reload).isInstanceOf(ConfigException.class);
    assertThat(live.get().labels()).containsExactly("n=1");
  }
}
