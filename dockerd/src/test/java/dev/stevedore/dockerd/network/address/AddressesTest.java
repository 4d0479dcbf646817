package dev.stevedore.dockerd.network.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressesTest {
  private static final SubnetPools POOLS = SubnetPools.docker(Subnet.parse("fd12:3456:789a::/48"));

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static Ipam.Pool pool(String subnet, String range, String gateway) {
    return new Ipam.Pool(
        Optional.of(subnet), Optional.of(range), Optional.of(gateway), Optional.empty());
  }

  @Test
  void subnetsKnowTheirAddresses() {
    Subnet subnet = Subnet.parse("10.1.2.3/22");
    assertThat(subnet).hasToString("10.1.0.0/22");
    assertThat(subnet.last()).isEqualTo(address("10.1.3.255"));
    assertThat(subnet.contains(address("10.1.3.7"))).isTrue();
    assertThat(subnet.contains(address("10.1.4.0"))).isFalse();
    assertThat(subnet.contains(address("::1"))).isFalse();
    assertThat(subnet.overlaps(Subnet.parse("10.0.0.0/8"))).isTrue();
    assertThat(subnet.overlaps(Subnet.parse("10.1.4.0/22"))).isFalse();
    assertThat(Subnet.parse("fd00::1:0:0:5/64")).hasToString("fd00::/64");
    assertThat(Addresses.text(address("2001:db8:0:0:1:0:0:1"))).isEqualTo("2001:db8::1:0:0:1");
    assertThat(Addresses.parse("127.1")).isEmpty();
    assertThat(Addresses.parse("host")).isEmpty();
  }

  /** Whatever is taken and given back in whatever order, nobody has what another one has. */
  @Test
  void anAddressIsNeverGivenOutTwice() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      AddressPool pool = new AddressPool(Subnet.parse("10.0.0.0/27"), Optional.empty());
      List<InetAddress> out = new ArrayList<>();
      Set<InetAddress> had = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        if (random.nextInt(3) > 0) {
          Optional<InetAddress> taken = pool.take();
          assertThat(taken.isPresent()).as("seed %d step %d", seed, i).isEqualTo(out.size() < 30);
          taken.ifPresent(
              a -> {
                assertThat(out).doesNotContain(a);
                out.add(a);
                had.add(a);
              });
        } else if (!out.isEmpty()) {
          pool.giveBack(out.remove(random.nextInt(out.size())));
        }
      }
      assertThat(had).doesNotContain(address("10.0.0.0"), address("10.0.0.31"));
    }
  }

  @Test
  void wantedAddressesAreGivenOnce() {
    AddressPool pool =
        new AddressPool(Subnet.parse("10.0.0.0/24"), Optional.of(Subnet.parse("10.0.0.64/26")));
    assertThat(pool.take(address("10.0.0.9"))).isTrue();
    assertThat(pool.take(address("10.0.0.9"))).isFalse();
    assertThat(pool.take()).contains(address("10.0.0.64"));
    assertThatThrownBy(() -> pool.take(address("10.0.1.1"))).hasMessageContaining("10.0.0.0/24");
  }

  @Test
  void defaultPoolsAreUsedInDockersOrderAndAvoidTheHostsRoutes() {
    Set<Subnet> used = new HashSet<>();
    used.add(Subnet.parse("172.17.5.0/24"));
    List<String> subnets = new ArrayList<>();
    Optional<Subnet> next = POOLS.free(false, used);
    while (next.isPresent()) {
      assertThat(used).noneMatch(next.get()::overlaps);
      used.add(next.get());
      subnets.add(next.get().toString());
      next = POOLS.free(false, used);
    }
    assertThat(subnets).hasSize(14 + 16).startsWith("172.18.0.0/16", "172.19.0.0/16");
    assertThat(subnets).endsWith("192.168.240.0/20");
    assertThat(POOLS.free(true, Set.of())).contains(Subnet.parse("fd12:3456:789a::/64"));
  }

  @Test
  void gatewaysAreDecidedAndNonsenseIsRefusedWithDockersTexts() {
    Ipam.Pool decided =
        IpamPlan.decide(
                List.of(pool("10.5.0.0/16", "10.5.1.0/24", "")),
                true,
                false,
                _ -> true,
                POOLS,
                List.of(),
                List.of())
            .getFirst();
    assertThat(decided.gateway()).contains("10.5.1.0");
    assertThat(IpamPlan.decide(List.of(), true, true, _ -> true, POOLS, List.of(), List.of()))
        .extracting(p -> p.gateway().orElseThrow())
        .containsExactly("172.17.0.1", "fd12:3456:789a::1");
    assertThatThrownBy(
            () -> IpamPlan.check(List.of(pool("10.5.0.1/16", "10.6.0.0/24", "10.7.0.1")), false))
        .hasMessage(
            """
            invalid network config:
            * invalid subnet 10.5.0.1/16: it should be 10.5.0.0/16
            * invalid ip-range 10.6.0.0/24: parent subnet 10.5.0.0/16 doesn't contain ip-range
            * invalid gateway 10.7.0.1: parent subnet 10.5.0.0/16 doesn't contain this address\
            """);
    Ipam.Pool auxiliary =
        new Ipam.Pool(
            Optional.of("10.5.0.0/24"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Map.of("router", "10.5.0.1")));
    assertThat(
            IpamPlan.decide(
                List.of(auxiliary), true, false, _ -> true, POOLS, List.of(), List.of()))
        .extracting(p -> p.gateway().orElseThrow())
        .containsExactly("10.5.0.2");
  }
}
