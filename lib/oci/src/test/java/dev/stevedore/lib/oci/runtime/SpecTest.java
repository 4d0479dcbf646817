package dev.stevedore.lib.oci.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eclipsesource.json.Json;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.oci.runtime.resources.Pids;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SpecTest {
  /** Has every field of the specification that this library knows. */
  private static final String FULL =
      """
      {
        "ociVersion": "1.2.0",
        "process": {
          "terminal": true,
          "consoleSize": {"height": 24, "width": 80},
          "user": {"uid": 1, "gid": 2, "umask": 18, "additionalGids": [5, 4294967295], "username": "x"},
          "args": ["sh", "-c", "true"],
          "env": ["PATH=/bin", "A=b"],
          "cwd": "/",
          "capabilities": {
            "bounding": ["CAP_KILL"], "effective": ["CAP_KILL"], "inheritable": ["CAP_CHOWN"],
            "permitted": ["CAP_KILL"], "ambient": ["CAP_KILL"]
          },
          "rlimits": [{"type": "RLIMIT_NOFILE", "hard": 18446744073709551615, "soft": 1024}],
          "noNewPrivileges": true,
          "apparmorProfile": "docker-default",
          "oomScoreAdj": 0,
          "scheduler": {
            "policy": "SCHED_DEADLINE", "nice": -3, "priority": 1, "flags": ["SCHED_FLAG_RECLAIM"],
            "runtime": 10, "deadline": 20, "period": 30
          },
          "selinuxLabel": "l",
          "ioPriority": {"class": "IOPRIO_CLASS_IDLE", "priority": 4},
          "execCPUAffinity": {"initial": "0", "final": "1"}
        },
        "root": {"path": "rootfs", "readonly": true},
        "hostname": "h",
        "domainname": "d",
        "mounts": [
          {"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid"]},
          {
            "destination": "/m", "source": "/m",
            "uidMappings": [{"containerID": 0, "hostID": 1, "size": 2}],
            "gidMappings": [{"containerID": 0, "hostID": 1, "size": 2}]
          }
        ],
        "hooks": {
          "prestart": [{"path": "/a"}],
          "createRuntime": [{"path": "/b", "args": ["b"], "env": ["A=b"], "timeout": 1}],
          "createContainer": [{"path": "/c"}],
          "startContainer": [{"path": "/d"}],
          "poststart": [{"path": "/e"}],
          "poststop": [{"path": "/f"}]
        },
        "annotations": {"z": "1", "a": "2"},
        "linux": {
          "uidMappings": [{"containerID": 0, "hostID": 1000, "size": 1}],
          "gidMappings": [{"containerID": 0, "hostID": 1000, "size": 1}],
          "sysctl": {"net.ipv4.ip_forward": "1"},
          "resources": {
            "devices": [
              {"allow": false, "access": "rwm"},
              {"allow": true, "type": "c", "major": 1, "minor": 3, "access": "rw"}
            ],
            "memory": {
              "limit": 1, "reservation": 2, "swap": -1, "kernel": 3, "kernelTCP": 4, "swappiness": 0,
              "disableOOMKiller": true, "useHierarchy": false, "checkBeforeUpdate": true
            },
            "cpu": {
              "shares": 1024, "quota": -1, "burst": 1, "period": 2, "realtimeRuntime": 3,
              "realtimePeriod": 4, "cpus": "0-1", "mems": "0", "idle": 1
            },
            "pids": {"limit": 0},
            "blockIO": {
              "weight": 10, "leafWeight": 11,
              "weightDevice": [{"major": 8, "minor": 0, "weight": 500, "leafWeight": 300}],
              "throttleReadBpsDevice": [{"major": 8, "minor": 0, "rate": 1}],
              "throttleWriteBpsDevice": [{"major": 8, "minor": 0, "rate": 2}],
              "throttleReadIOPSDevice": [{"major": 8, "minor": 0, "rate": 3}],
              "throttleWriteIOPSDevice": [{"major": 8, "minor": 0, "rate": 4}]
            },
            "hugepageLimits": [{"pageSize": "2MB", "limit": 9223372036854775808}],
            "network": {"classID": 1048577, "priorities": [{"name": "eth0", "priority": 500}]},
            "rdma": {"mlx5_1": {"hcaHandles": 3, "hcaObjects": 10000}},
            "unified": {"memory.high": "1"}
          },
          "cgroupsPath": "/a/b",
          "namespaces": [{"type": "pid"}, {"type": "network", "path": "/proc/1/ns/net"}],
          "devices": [
            {"path": "/dev/fuse", "type": "c", "major": 10, "minor": 229, "fileMode": 438, "uid": 0, "gid": 0}
          ],
          "netDevices": {"eth1": {"name": "ceth1"}, "eth2": {}},
          "seccomp": {
            "defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1,
            "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
            "flags": ["SECCOMP_FILTER_FLAG_LOG"],
            "listenerPath": "/l", "listenerMetadata": "m",
            "syscalls": [
              {
                "names": ["getcwd"], "action": "SCMP_ACT_ALLOW", "errnoRet": 0,
                "args": [{"index": 1, "value": 2080505856, "valueTwo": 3, "op": "SCMP_CMP_MASKED_EQ"}]
              }
            ]
          },
          "rootfsPropagation": "slave",
          "maskedPaths": ["/proc/kcore"],
          "readonlyPaths": ["/proc/sys"],
          "mountLabel": "l",
          "intelRdt": {
            "closID": "c", "schemata": ["L3:0=f"], "l3CacheSchema": "s", "memBwSchema": "m",
            "enableMonitoring": true
          },
          "memoryPolicy": {"mode": "MPOL_BIND", "nodes": "0", "flags": ["MPOL_F_STATIC_NODES"]},
          "personality": {"domain": "LINUX32"},
          "timeOffsets": {"monotonic": {"secs": 172800, "nanosecs": 1}}
        }
      }
      """;

  @Test
  void everyFieldSurvivesReadingAndWriting() {
    assertThat(Spec.parse(FULL).toJson()).isEqualTo(Json.parse(FULL));
  }

  @Test
  void aCopyThroughTheBuildersIsEqual() {
    Spec spec = Spec.parse(FULL);
    Spec copy =
        spec.toBuilder()
            .process(spec.process().orElseThrow().toBuilder().build())
            .linux(spec.linux().orElseThrow().toBuilder().build())
            .build();
    assertThat(copy).isEqualTo(spec);
  }

  @Test
  void whatIsNotSetIsNotWritten() {
    Spec spec =
        Spec.builder()
            .ociVersion("1.0.2")
            .process(Process.builder().args(List.of("true")).cwd("/").build())
            .linux(
                Linux.builder()
                    .namespaces(List.of(Namespace.create(NamespaceType.PID)))
                    .resources(
                        Resources.builder()
                            .memory(Memory.builder().limit(6 << 20).build())
                            .pids(new Pids(OptionalLong.of(100)))
                            .build())
                    .build())
            .build();
    assertThat(spec.toJson())
        .hasToString(
            "{\"ociVersion\":\"1.0.2\",\"process\":{\"user\":{},\"args\":[\"true\"],\"cwd\":\"/\"},"
                + "\"linux\":{\"resources\":{\"memory\":{\"limit\":6291456},\"pids\":{\"limit\":100}},"
                + "\"namespaces\":[{\"type\":\"pid\"}]}}");
  }

  @Test
  void nullIsAsGoodAsNotThere() {
    Spec spec = Spec.parse("{\"ociVersion\":\"1.0.2\",\"process\":null,\"mounts\":null}");
    assertThat(spec.process()).isEmpty();
    assertThat(spec.mounts()).isEmpty();
  }

  @Test
  void annotationsKeepTheirOrder() {
    assertThat(Spec.parse(FULL).annotations())
        .containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
  }

  @Test
  void errorsNameTheField() {
    assertWrong("{}", "ociVersion: is missing");
    assertWrong("{\"ociVersion\":1}", "ociVersion: must be a string, not 1");
    assertWrong(
        "{\"ociVersion\":\"1\",\"process\":{\"cwd\":\"/\",\"rlimits\":[{\"type\":\"RLIMIT_X\"}]}}",
        "process.rlimits[0].type: unknown rlimit type \"RLIMIT_X\"");
    assertWrong(
        "{\"ociVersion\":\"1\",\"linux\":{\"sysctl\":{\"a.b\":true}}}",
        "linux.sysctl[\"a.b\"]: must be a string, not true");
    assertWrong(
        "{\"ociVersion\":\"1\",\"process\":{\"cwd\":\"/\",\"user\":{\"uid\":-1}}}",
        "process.user.uid: must be an unsigned 32-bit whole number, not -1");
    assertWrong("[]", "not a JSON object");
  }

  private static void assertWrong(String json, String message) {
    assertThatThrownBy(() -> Spec.parse(json))
        .isInstanceOf(JsonFormatException.class)
        .hasMessage(message);
  }
}
