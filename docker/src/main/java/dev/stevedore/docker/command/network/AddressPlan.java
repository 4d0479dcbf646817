package dev.stevedore.docker.command.network;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** {@code --subnet}, {@code --gateway}, {@code --ip-range}, {@code --aux-address}: put together. */
final class AddressPlan {
  private record Block(String subnet, JsonObject json) {}

  private final List<Block> blocks = new ArrayList<>();

  private AddressPlan() {}

  static AddressPlan of(FlagValues flags) {
    List<String> subnets = flags.list("subnet");
    boolean more =
        flags.isGiven("gateway") || flags.isGiven("ip-range") || flags.isGiven("aux-address");
    if (subnets.isEmpty() && more) {
      throw new CliException("every ip-range or gateway must have a corresponding subnet");
    }
    AddressPlan plan = new AddressPlan();
    for (String subnet : subnets) {
      plan.blocks.add(new Block(subnet, new JsonObject().add("Subnet", subnet)));
    }
    flags.list("ip-range").forEach(range -> plan.put("IPRange", range, "ip-range", "range"));
    flags.list("gateway").forEach(gateway -> plan.put("Gateway", gateway, "gateway", "gateway"));
    for (String pair : flags.list("aux-address")) {
      int equals = pair.indexOf('=');
      String address = pair.substring(equals + 1);
      JsonObject block = plan.find(address, "aux-address");
      if (block.get("AuxiliaryAddresses") == null) {
        block.add("AuxiliaryAddresses", new JsonObject());
      }
      JsonFields.object(block, "AuxiliaryAddresses").set(pair.substring(0, equals), address);
    }
    return plan;
  }

  private void put(String field, String value, String flag, String word) {
    JsonObject block = find(value, flag);
    if (block.get(field) != null) {
      throw new CliException(
          "cannot configure multiple " + word + "s (" + value + ") on the same subnet");
    }
    block.add(field, value);
  }

  /** The subnet that an address is in. */
  private JsonObject find(String address, String flag) {
    int slash = address.indexOf('/');
    String plain = slash < 0 ? address : address.substring(0, slash);
    for (Block block : blocks) {
      if (Bits.contains(block.subnet(), plain)) {
        return block.json();
      }
    }
    throw new CliException("no matching subnet for " + flag + " " + address);
  }

  JsonArray toJson() {
    JsonArray array = new JsonArray();
    blocks.forEach(block -> array.add(block.json()));
    return array;
  }
}
