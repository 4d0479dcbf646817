package dev.stevedore.docker.command.network;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.create.KeyValues;
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
    int most = Math.max(flags.list("gateway").size(), flags.list("ip-range").size());
    if (subnets.size() < most) {
      throw new CliException("every ip-range or gateway must have a corresponding subnet");
    }
    AddressPlan plan = new AddressPlan();
    for (String subnet : subnets) {
      if (plan.blocks.stream().anyMatch(b -> Bits.overlap(b.subnet(), subnet))) {
        throw new CliException("multiple overlapping subnet configuration is not supported");
      }
      plan.blocks.add(new Block(subnet, new JsonObject().add("Subnet", subnet)));
    }
    flags.list("ip-range").forEach(range -> plan.put("IPRange", range, "range", "on"));
    flags.list("gateway").forEach(gateway -> plan.put("Gateway", gateway, "gateway", "for"));
    for (JsonObject.Member pair : KeyValues.map(flags.list("aux-address"))) {
      String address = pair.getValue().asString();
      JsonObject block = plan.find(address, "aux-address").json();
      if (block.get("AuxiliaryAddresses") == null) {
        block.add("AuxiliaryAddresses", new JsonObject());
      }
      JsonFields.object(block, "AuxiliaryAddresses").set(pair.getName(), address);
    }
    return plan;
  }

  private void put(String field, String value, String word, String preposition) {
    Block block = find(value, word);
    if (block.json().get(field) != null) {
      throw new CliException(
          "cannot configure multiple "
              + word
              + "s ("
              + value
              + ", "
              + JsonFields.string(block.json(), field)
              + ") "
              + preposition
              + " the same subnet ("
              + block.subnet()
              + ")");
    }
    block.json().add(field, value);
  }

  /** The subnet that an address is in. */
  private Block find(String address, String word) {
    int slash = address.indexOf('/');
    String plain = slash < 0 ? address : address.substring(0, slash);
    for (Block block : blocks) {
      if (Bits.contains(block.subnet(), plain)) {
        return block;
      }
    }
    throw new CliException("no matching subnet for " + word + " " + address);
  }

  JsonArray toJson() {
    JsonArray array = new JsonArray();
    blocks.forEach(block -> array.add(block.json()));
    return array;
  }
}
