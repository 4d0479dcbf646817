package dev.stevedore.dockerd.network.firewall.iptables;

import dev.stevedore.dockerd.network.config.FirewallConfig;
import dev.stevedore.dockerd.network.firewall.Backend;
import dev.stevedore.dockerd.network.firewall.BridgeRules;
import dev.stevedore.dockerd.network.firewall.Obstacles;
import dev.stevedore.dockerd.network.firewall.Opening;
import dev.stevedore.dockerd.network.firewall.RulesWatch;
import dev.stevedore.dockerd.network.firewall.Wanted;
import dev.stevedore.dockerd.network.firewall.Watch;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.link.LoopCable;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The firewall, made with iptables: chains of our own in its tables, and jumps to them. */
public final class IptablesBackend implements Backend {
  private static final Duration SETTLE = Duration.ofMillis(100);

  private final HostNetwork host;
  private final String table;
  private final LoopCable cable;
  private final boolean gated;
  private final FirewallConfig.Scope scope;
  private final Map<Boolean, Xtables> programs;

  /**
   * Makes rules on this host.
   *
   * @param table what our chains are called after
   * @param flavour which of the host's iptables: empty for the usual one
   * @param gated whether the host's INPUT rules decide who reaches published ports
   * @param scope for which versions, and whether other hosts reach published ports directly
   */
  public IptablesBackend(
      HostNetwork host,
      String table,
      LoopCable cable,
      String flavour,
      boolean gated,
      FirewallConfig.Scope scope) {
    this.host = host;
    this.table = table;
    this.cable = cable;
    this.gated = gated;
    this.scope = scope;
    this.programs =
        Map.of(
            false, new Xtables(host, "iptables" + flavour),
            true, new Xtables(host, "ip6tables" + flavour));
  }

  private Xtables programs(boolean v6) {
    Xtables found = programs.get(v6);
    if (found == null) {
      throw new IllegalStateException("there are programs for both versions");
    }
    return found;
  }

  private List<Boolean> versions() {
    return Stream.of(false, true).filter(scope::makes).toList();
  }

  private Rules rules(boolean v6) throws IOException {
    return Rules.of(
        table, v6, gated ? Optional.of(cable.ensure()) : Optional.empty(), scope.direct());
  }

  @Override
  public void install(Wanted all) throws IOException {
    for (boolean v6 : versions()) {
      programs(v6).restore(whole(all, v6, programs(v6).save()).toString());
    }
    if (!gated) {
      cable.delete();
    }
  }

  /** All that is to be there, and nothing else in our chains, whatever is there now. */
  private Script whole(Wanted all, boolean v6, List<String> saved) throws IOException {
    Rules rules = rules(v6);
    Script script = new Script();
    rules
        .chains()
        .forEach(
            (name, chains) -> {
              if (gated || !name.equals("security") || hasChain(saved, chains)) {
                chains.forEach(chain -> script.chain(name, chain));
              }
            });
    if (!saved.stream().anyMatch(line -> line.startsWith(":" + rules.user() + " "))) {
      script.chain("filter", rules.user());
    }
    removeJumps(script, rules, saved);
    rules
        .jumps()
        .forEach(
            (name, jumps) -> {
              if (gated || !name.equals("security")) {
                jumps.forEach((jump, first) -> script.add(name, (first ? "-I " : "-A ") + jump));
              }
            });
    rules.networks(script, all.networks(), all.guard());
    all.openings().forEach(opening -> rules.opening(script, "-A", opening, all));
    return script;
  }

  private static boolean hasChain(List<String> saved, List<String> chains) {
    return saved.stream().anyMatch(l -> chains.stream().anyMatch(c -> l.startsWith(":" + c + " ")));
  }

  /**
   * The jumps that are there, whatever their conditions: an engine may have been told otherwise.
   */
  private static void removeJumps(Script script, Rules rules, List<String> saved) {
    String name = "";
    for (String line : saved) {
      if (line.startsWith("*")) {
        name = line.substring(1);
      }
      if (isJump(rules, line)) {
        script.add(name, "-D" + line.substring(2));
      }
    }
  }

  private static boolean isJump(Rules rules, String line) {
    boolean builtIn = line.startsWith("-A ") && !line.startsWith("-A " + rules.prefix() + "-");
    return builtIn
        && rules.chains().values().stream()
            .flatMap(List::stream)
            .anyMatch(chain -> line.endsWith(" -j " + chain));
  }

  @Override
  public void uninstall() throws IOException {
    for (boolean v6 : versions()) {
      List<String> saved = programs(v6).save();
      Rules rules = rules(v6);
      Script script = new Script();
      removeJumps(script, rules, saved);
      for (String how : List.of("-F ", "-X ")) {
        rules
            .chains()
            .forEach(
                (name, chains) ->
                    chains.stream()
                        .filter(chain -> hasChain(saved, List.of(chain)))
                        .forEach(chain -> script.add(name, how + chain)));
        if (hasChain(saved, List.of(rules.user()))) {
          script.add("filter", how + rules.user());
        }
      }
      if (!script.isEmpty()) {
        programs(v6).restore(script.toString());
      }
    }
    cable.delete();
  }

  @Override
  public void add(BridgeRules network, Wanted all) throws IOException {
    install(all);
  }

  @Override
  public void remove(BridgeRules network, Wanted all) throws IOException {
    install(all);
  }

  @Override
  public void change(Collection<Opening> removed, Collection<Opening> added, Wanted all)
      throws IOException {
    for (boolean v6 : versions()) {
      change(v6, removed, added, all);
    }
  }

  private void change(
      boolean v6, Collection<Opening> removed, Collection<Opening> added, Wanted all)
      throws IOException {
    Rules rules = rules(v6);
    Script script = new Script();
    removed.forEach(opening -> rules.opening(script, "-D", opening, all));
    added.forEach(opening -> rules.opening(script, "-A", opening, all));
    if (!script.isEmpty()) {
      programs(v6).restore(script.toString());
    }
  }

  @Override
  public List<String> differences(Wanted all) throws IOException {
    List<String> lines = new ArrayList<>();
    for (boolean v6 : versions()) {
      List<String> saved = programs(v6).save();
      Rules rules = rules(v6);
      Script wanted = whole(all, v6, List.of());
      rules
          .chains()
          .forEach(
              (name, chains) ->
                  chains.forEach(
                      chain -> {
                        long is = count(saved, chain);
                        long shall = count(wanted.lines(name), chain);
                        if (is != shall) {
                          lines.add("chain %s has %d of its %d rules".formatted(chain, is, shall));
                        }
                      }));
      long jumps = saved.stream().filter(line -> isJump(rules, line)).count();
      long wantedJumps =
          rules.jumps().entrySet().stream()
              .filter(e -> gated || !e.getKey().equals("security"))
              .mapToLong(e -> e.getValue().size())
              .sum();
      if (jumps != wantedJumps) {
        lines.add("%d of %d jumps to our chains are there".formatted(jumps, wantedJumps));
      }
    }
    return lines;
  }

  private static long count(List<String> lines, String chain) {
    return lines.stream().filter(line -> line.startsWith("-A " + chain + " ")).count();
  }

  /** What is accepted in our chain, the first one of its own, has still to pass the others. */
  @Override
  public List<String> obstacles(Wanted all) throws IOException {
    boolean nft = programs(!scope.v4()).isNft();
    return Obstacles.list(
        host.filter(),
        all,
        chain ->
            nft
                && chain.table().family() != Family.INET
                && chain.table().name().equals("filter")
                && chain.name().equals("FORWARD"));
  }

  @Override
  public int size(Wanted all) {
    return all.openings().size() + all.networks().size();
  }

  @Override
  public Watch watch(Touched touched) throws IOException {
    if (programs(!scope.v4()).isNft()) {
      return new RulesWatch(host, _ -> true, () -> repairSoon(touched));
    }
    return LegacyWatch.start(host, () -> touched.repair(false));
  }

  /** A change often comes in several parts: they are looked at together. */
  private static void repairSoon(Touched touched) {
    try {
      Thread.sleep(SETTLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    touched.repair(false);
  }
}
