package dev.stevedore.dockerd.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.spec.mounts.MountContext;
import dev.stevedore.dockerd.spec.mounts.MountParser;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.oci.runtime.Spec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecGeneratorTest {
  private static final long ALL_BUT_SYS_RESOURCE = ((1L << 41) - 1) & ~(1L << 24);

  private static final MountContext NOWHERE =
      new MountContext() {
        @Override
        public List<MountPoint> mountsOf(String container) {
          return List.of();
        }

        @Override
        public String newVolumeName() {
          return "vol";
        }

        @Override
        public Path dataRoot() {
          return Path.of("/data");
        }
      };

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Spec spec(String config, String host) {
    ContainerConfig parsed = ContainerConfig.parse(json(config), new ArrayList<>());
    HostConfig parsedHost = HostConfig.parse(json(host), new ArrayList<>());
    SpecInput input =
        new SpecInput(
            "abc",
            parsed,
            parsedHost,
            UserDatabase.EMPTY.resolve("", List.of()),
            MountParser.parse(parsed, parsedHost, NOWHERE).stream()
                .map(request -> request.point())
                .toList(),
            Map.of("/etc/hosts", "/data/hosts"),
            parsedHost.init().filter(asked -> asked).map(_ -> Path.of("/opt/init")),
            Optional.empty(),
            Map.of());
    return new SpecGenerator(ALL_BUT_SYS_RESOURCE, false, ContainerDefaults.STANDARD)
        .generate(input);
  }

  @Test
  void anOrdinaryContainerHasDockersDefaults() {
    Spec spec = spec("{'Cmd':['sh'],'Hostname':'h'}", "{'NetworkMode':'none'}");
    var linux = spec.linux().orElseThrow();
    assertThat(spec.process().orElseThrow().capabilities().orElseThrow().bounding())
        .hasSize(14)
        .contains("CAP_NET_RAW")
        .doesNotContain("CAP_SYS_ADMIN");
    assertThat(linux.namespaces())
        .extracting(Namespace::type)
        .containsExactlyInAnyOrder(
            NamespaceType.MOUNT,
            NamespaceType.NETWORK,
            NamespaceType.PID,
            NamespaceType.IPC,
            NamespaceType.UTS);
    assertThat(linux.maskedPaths()).contains("/proc/kcore");
    assertThat(linux.cgroupsPath()).isEqualTo("/docker/abc");
    assertThat(spec.mounts()).extracting(Mount::destination).contains("/dev/shm", "/etc/hosts");
    assertThat(linux.resources().orElseThrow().devices().getFirst().allow()).isFalse();
    Seccomp seccomp = linux.seccomp().orElseThrow();
    assertThat(seccomp.syscalls().getFirst().names())
        .contains("read", "execve", "chroot", "ptrace")
        .doesNotContain("mount", "clone3", "bpf", "kexec_load");
  }

  @Test
  void anInitStartsTheProgram() {
    Spec spec = spec("{'Cmd':['sh','-c','true']}", "{'Init':true}");
    assertThat(spec.process().orElseThrow().args())
        .containsExactly("/sbin/docker-init", "--", "sh", "-c", "true");
    assertThat(spec.mounts())
        .filteredOn(mount -> mount.destination().equals("/sbin/docker-init"))
        .singleElement()
        .satisfies(
            mount -> {
              assertThat(mount.source()).isEqualTo("/opt/init");
              assertThat(mount.options()).containsExactly("bind", "ro");
            });
    assertThat(spec("{'Cmd':['sh']}", "{'Init':false}").process().orElseThrow().args())
        .containsExactly("sh");
  }

  @Test
  void aPrivilegedContainerGetsWhatTheDaemonHas() {
    Spec spec = spec("{'Cmd':['sh']}", "{'NetworkMode':'host','Privileged':true}");
    var linux = spec.linux().orElseThrow();
    assertThat(spec.process().orElseThrow().capabilities().orElseThrow().bounding())
        .contains("CAP_SYS_ADMIN")
        .doesNotContain("CAP_SYS_RESOURCE");
    assertThat(linux.seccomp()).isEmpty();
    assertThat(linux.maskedPaths()).isEmpty();
    assertThat(linux.namespaces())
        .extracting(Namespace::type)
        .doesNotContain(NamespaceType.NETWORK);
  }

  @Test
  void capabilitiesOpenTheirSystemCalls() {
    Spec spec = spec("{'Cmd':['sh']}", "{'CapAdd':['sys_admin'],'CapDrop':['CAP_CHOWN','MKNOD']}");
    assertThat(spec.process().orElseThrow().capabilities().orElseThrow().bounding())
        .contains("CAP_SYS_ADMIN")
        .doesNotContain("CAP_CHOWN", "CAP_MKNOD");
    assertThat(spec.linux().orElseThrow().seccomp().orElseThrow().syscalls().getFirst().names())
        .contains("mount", "clone", "clone3", "setns");
    assertThatThrownBy(() -> spec("{'Cmd':['sh']}", "{'CapAdd':['FLY']}"))
        .hasMessage("invalid CapAdd: unknown capability: \"FLY\"");
  }

  @Test
  void limitsBecomeResources() {
    Spec spec =
        spec(
            "{'Cmd':['sh']}",
            "{'Memory':67108864,'MemorySwap':134217728,'NanoCpus':1500000000,'PidsLimit':20,'Ulimits':[{'Name':'nofile','Soft':10,'Hard':20}]}");
    var resources = spec.linux().orElseThrow().resources().orElseThrow();
    assertThat(resources.memory().orElseThrow().limit()).hasValue(64 << 20);
    assertThat(resources.memory().orElseThrow().swap()).hasValue(128 << 20);
    assertThat(resources.cpu().orElseThrow().quota()).hasValue(150_000);
    assertThat(resources.pids().orElseThrow().limit()).hasValue(20);
    assertThat(spec.process().orElseThrow().rlimits().getFirst().hard()).isEqualTo(20);
  }

  @Test
  void mountsAreReadInBothForms() {
    Spec spec =
        spec(
            "{'Cmd':['sh'],'Volumes':{'/data':{}}}",
            "{'Binds':['/tmp:/t:ro'],'Tmpfs':{'/run':'size=1m,exec'},'Mounts':[{'Type':'bind','Source':'/tmp','Target':'/t/b'}]}");
    assertThat(spec.mounts())
        .filteredOn(m -> m.destination().equals("/t"))
        .singleElement()
        .satisfies(m -> assertThat(m.options()).contains("rbind", "ro"));
    assertThat(spec.mounts())
        .filteredOn(m -> m.destination().equals("/run"))
        .singleElement()
        .satisfies(
            m -> assertThat(m.options()).contains("exec", "size=1m").doesNotContain("noexec"));
    assertThat(spec.mounts())
        .extracting(Mount::destination)
        .containsSubsequence("/t", "/t/b")
        .contains("/data");
    assertThatThrownBy(() -> spec("{'Cmd':['sh']}", "{'Binds':['name:/t:what']}"))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessage("invalid mode: what");
  }

  @Test
  void whatIsNotAvailableIsRefusedByName() {
    assertThatThrownBy(() -> spec("{'Cmd':['sh']}", "{'cgroup':'other'}"))
        .hasMessageContaining("HostConfig.Cgroup is not available yet");
    assertThatThrownBy(() -> spec("{'Cmd':['sh']}", "{'CpuCount':2}"))
        .hasMessageContaining("HostConfig.CpuCount is not available yet");
  }

  @Test
  void environmentHasPathHostnameAndHome() {
    ContainerConfig config =
        ContainerConfig.parse(
            json("{'Hostname':'h','Tty':true,'Env':['A=b','PATH=/x','HOME']}"), new ArrayList<>());
    assertThat(SpecGenerator.environment(config, "/root"))
        .containsExactly("PATH=/x", "HOSTNAME=h", "TERM=xterm", "A=b");
  }
}
