package dev.stevedore.dockerd.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Neighbours that remember who had an address before; needs root. */
@NeedsRoot
class AnnouncerTest {
  private static final String SUBNETS =
      "'EnableIPv6':true,'IPAM':{'Config':[{'Subnet':'10.9.0.0/24'},{'Subnet':'fd00:9::/64'}]}";
  private static final String ADDRESSES =
      "{'EndpointsConfig':{'own':{'IPAMConfig':"
          + "{'IPv4Address':'10.9.0.9','IPv6Address':'fd00:9::9'}}}}";

  @RegisterExtension final Lab lab = new Lab();

  private static Path start(NetworkStack stack, String id, String networking) {
    return Lab.attach(
        stack, Lab.container(id, "c" + id, "{'NetworkMode':'own'}"), Lab.json(networking));
  }

  private static String mac(NetworkStack stack, String id) {
    return stack
        .containers()
        .settings(Lab.container(id, "c" + id, "{'NetworkMode':'own'}"))
        .at("/Networks/own/MacAddress")
        .asText();
  }

  private static String neighbours(Path container) throws IOException {
    return Lab.in(container, "ip", "neigh", "show");
  }

  /** What a container knows of 10.9.0.9 and fd00:9::9 after another one has got them. */
  private String afterTheAddressesWentOn(String options) throws IOException {
    try (NetworkStack stack = lab.start()) {
      stack.create(Lab.request("{'Name':'own'," + SUBNETS + ",'Options':{" + options + "}}"));
      Path a = start(stack, "a", "{}");
      start(stack, "b", ADDRESSES);
      String before = mac(stack, "b");
      Lab.in(a, "ping", "-c1", "-W2", "10.9.0.9");
      Lab.in(a, "ping", "-c1", "-W2", "fd00:9::9");
      assertThat(neighbours(a)).containsPattern("10.9.0.9 .*" + before);
      stack.containers().forget("b".repeat(64));
      stack.settle();
      start(stack, "c", ADDRESSES);
      String now = mac(stack, "c");
      assertThat(now).isNotEqualTo(before);
      Lab.await(() -> neighbours(a).contains(now) && !neighbours(a).contains(before));
      String known = neighbours(a).replace(now, "NOW").replace(before, "BEFORE");
      Lab.end(stack, "a", "c");
      stack.remove("own");
      return known;
    }
  }

  @Test
  void neighboursAreToldOfWhoHasAnAddressNow() throws IOException {
    assertThat(afterTheAddressesWentOn(""))
        .containsPattern("10.9.0.9 .*NOW")
        .containsPattern("fd00:9::9 .*NOW");
  }

  @Test
  void theyAreNotToldIfTheNetworkSaysSo() throws IOException {
    assertThat(afterTheAddressesWentOn("'com.docker.network.advertise_addr_nmsgs':'0'"))
        .containsPattern("10.9.0.9 .*BEFORE");
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    try (NetworkStack stack = lab.start()) {
      assertThatThrownBy(
              () ->
                  stack.create(
                      Lab.request(
                          "{'Name':'own','Options':{"
                              + "'com.docker.network.advertise_addr_nmsgs':'x',"
                              + "'com.docker.network.advertise_addr_ms':'99'}}")))
          .hasMessage(
              "value for option com.docker.network.advertise_addr_nmsgs \"x\" must be an integer\n"
                  + "com.docker.network.advertise_addr_ms must be in the range 100 to 2000");
      Lab.end(stack);
    }
  }
}
