package dev.stevedore.docker.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.FakeMachine;
import dev.stevedore.docker.flags.FlagParser;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonFields;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The body of a create call, as the real CLI sends it for the same flags. */
class CreateRequestTest {
  private final FakeMachine machine = new FakeMachine();

  private CreateRequest request(String... words) {
    FlagTable table =
        FlagTable.builder()
            .all(ContainerFlags.all())
            .string("name", "")
            .string("platform", "")
            .build();
    return CreateRequest.of(machine, FlagParser.parse(table, List.of(words), false), false);
  }

  private JsonObject host(String... words) {
    return JsonFields.object(request(words).body(), "HostConfig");
  }

  @Test
  void withoutFlagsOutputIsAttachedAndTheNetworkIsTheDefault() {
    JsonObject body = request("busybox", "echo", "hi").body();
    assertThat(body.get("Image").asString()).isEqualTo("busybox");
    assertThat(body.get("Cmd")).hasToString("[\"echo\",\"hi\"]");
    assertThat(body.get("Entrypoint")).hasToString("null");
    assertThat(body.get("AttachStdin").asBoolean()).isFalse();
    assertThat(body.get("AttachStdout").asBoolean()).isTrue();
    JsonObject host = JsonFields.object(body, "HostConfig");
    assertThat(host.get("NetworkMode").asString()).isEqualTo("default");
    assertThat(host.get("RestartPolicy")).hasToString("{\"Name\":\"no\",\"MaximumRetryCount\":0}");
    assertThat(host.get("MemorySwappiness").asInt()).isEqualTo(-1);
    assertThat(
            JsonFields.object(body, "NetworkingConfig").get("EndpointsConfig").asObject().names())
        .containsExactly("default");
  }

  @Test
  void interactiveClosesStdinWithTheClient() {
    JsonObject body = request("-it", "busybox").body();
    assertThat(body.get("OpenStdin").asBoolean()).isTrue();
    assertThat(body.get("StdinOnce").asBoolean()).isTrue();
    assertThat(body.get("Tty").asBoolean()).isTrue();
  }

  @Test
  void theEnvironmentComesFromFilesFlagsAndThisProcess() {
    machine.variables.put("HOME", "/root");
    machine.files.put("env", "# comment\n\nX=1\n  HOME\nNOT_SET\nY=a b\n");
    assertThat(
            request("--env-file", "env", "-e", "A=b", "-e", "HOME", "-eGONE", "busybox")
                .body()
                .get("Env"))
        .hasToString("[\"X=1\",\"HOME=/root\",\"Y=a b\",\"A=b\",\"HOME=/root\",\"GONE\"]");
    machine.files.put("bad", "a b=c\n");
    assertThatThrownBy(() -> request("--env-file", "bad", "busybox"))
        .hasMessageContaining("variable 'a b' contains whitespaces");
  }

  @Test
  void portsArePublishedAndExposed() {
    JsonObject body =
        request(
                "-p",
                "8080:80",
                "-p",
                "127.0.0.1::53/udp",
                "-p",
                "9000-9001:7000-7001",
                "-p",
                "[::1]:1:2",
                "--expose",
                "99",
                "busybox")
            .body();
    assertThat(JsonFields.object(body, "HostConfig").get("PortBindings"))
        .hasToString(
            "{\"2/tcp\":[{\"HostIp\":\"::1\",\"HostPort\":\"1\"}],"
                + "\"53/udp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"\"}],"
                + "\"7000/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"9000\"}],"
                + "\"7001/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"9001\"}],"
                + "\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"}]}");
    assertThat(JsonFields.object(body, "ExposedPorts").names())
        .contains("99/tcp", "80/tcp", "53/udp");
    assertThatThrownBy(() -> request("-p", "80:80/foo", "busybox"))
        .hasMessage("invalid proto: foo");
    assertThatThrownBy(() -> request("-p", "1-2:1-3", "busybox"))
        .hasMessage("invalid ranges specified for container and host Ports: 1-3 and 1-2");
  }

  @Test
  void volumesMountsAndTmpfs() {
    JsonObject body =
        request(
                "-v",
                "/a:/b:ro",
                "-v",
                "/anon",
                "-v",
                "./rel/../x:/c",
                "--tmpfs",
                "/run:rw",
                "--mount",
                "type=bind,src=/s,dst=/t,readonly,bind-propagation=rslave",
                "--mount",
                "type=tmpfs,dst=/tt,tmpfs-size=1m,tmpfs-mode=1777",
                "busybox")
            .body();
    JsonObject host = JsonFields.object(body, "HostConfig");
    assertThat(host.get("Binds")).hasToString("[\"/a:/b:ro\",\"/work/x:/c\"]");
    assertThat(body.get("Volumes")).hasToString("{\"/anon\":{}}");
    assertThat(host.get("Tmpfs")).hasToString("{\"/run\":\"rw\"}");
    assertThat(host.get("Mounts"))
        .hasToString(
            "[{\"Type\":\"bind\",\"Source\":\"/s\",\"Target\":\"/t\",\"ReadOnly\":true,"
                + "\"BindOptions\":{\"Propagation\":\"rslave\"}},"
                + "{\"Type\":\"tmpfs\",\"Target\":\"/tt\","
                + "\"TmpfsOptions\":{\"SizeBytes\":1048576,\"Mode\":1023}}]");
  }

  @Test
  void limitsAndSecurity() {
    machine.files.put("profile.json", "{ \"defaultAction\" : \"SCMP_ACT_ALLOW\" }");
    JsonObject host =
        host(
            "-m",
            "1g",
            "--memory-swap",
            "-1",
            "--cpus",
            "1.5",
            "--ulimit",
            "nofile=10:20",
            "--cap-add",
            "net_admin",
            "--cap-drop",
            "ALL",
            "--security-opt",
            "no-new-privileges",
            "--security-opt",
            "seccomp=profile.json",
            "--security-opt",
            "systempaths=unconfined",
            "--device",
            "/dev/fuse:r",
            "--pids-limit",
            "7",
            "busybox");
    assertThat(host.get("Memory").asLong()).isEqualTo(1L << 30);
    assertThat(host.get("MemorySwap").asLong()).isEqualTo(-1);
    assertThat(host.get("NanoCpus").asLong()).isEqualTo(1_500_000_000L);
    assertThat(host.get("Ulimits")).hasToString("[{\"Name\":\"nofile\",\"Hard\":20,\"Soft\":10}]");
    assertThat(host.get("CapAdd")).hasToString("[\"CAP_NET_ADMIN\"]");
    assertThat(host.get("CapDrop")).hasToString("[\"ALL\"]");
    assertThat(JsonFields.strings(host, "SecurityOpt"))
        .containsExactly("no-new-privileges", "seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\"}");
    assertThat(host.get("MaskedPaths")).hasToString("[]");
    assertThat(host.get("Devices"))
        .hasToString(
            "[{\"PathOnHost\":\"/dev/fuse\",\"PathInContainer\":\"/dev/fuse\","
                + "\"CgroupPermissions\":\"r\"}]");
  }

  @Test
  void aBuiltInNetworkNeedsNoEndpointAndOthersKeepTheirOptions() {
    JsonObject none = request("--network", "none", "busybox").body();
    assertThat(JsonFields.object(none, "HostConfig").get("NetworkMode").asString())
        .isEqualTo("none");
    assertThat(JsonFields.object(none, "NetworkingConfig").get("EndpointsConfig"))
        .hasToString("{}");
    JsonObject own =
        request("--network", "name=front,alias=web", "--ip", "10.0.0.5", "busybox").body();
    JsonObject endpoint =
        JsonFields.object(
            JsonFields.object(JsonFields.object(own, "NetworkingConfig"), "EndpointsConfig"),
            "front");
    assertThat(endpoint.get("Aliases")).hasToString("[\"web\"]");
    assertThat(endpoint.get("IPAMConfig")).hasToString("{\"IPv4Address\":\"10.0.0.5\"}");
  }

  @Test
  void contradictionsAreRefusedHere() {
    assertThatThrownBy(() -> request("--rm", "--restart", "always", "busybox"))
        .hasMessage("conflicting options: cannot specify both --restart and --rm");
    assertThatThrownBy(() -> request("--pid", "foo", "busybox"))
        .hasMessage("--pid: invalid PID mode");
    assertThatThrownBy(() -> request("--no-healthcheck", "--health-cmd", "x", "busybox"))
        .hasMessage("--no-healthcheck conflicts with --health-* options");
    assertThatThrownBy(() -> request("--env-file", "/nope", "busybox"))
        .hasMessage("open /nope: no such file or directory");
  }
}
