package dev.stevedore.lib.oci.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of stacks of layers (image-spec, config.md, "Layer ChainID"): unlike a diff id, a chain id
 * says what is below a layer too, so it names the snapshot that the layer becomes.
 */
public final class ChainIds {
  private ChainIds() {}

  /**
   * The chain ids of the stacks of the lowest layer, the lowest two, and so on.
   *
   * @param diffIds the layers, the lowest first
   * @return as many ids
   */
  public static List<Digest> of(List<Digest> diffIds) {
    List<Digest> chain = new ArrayList<>(diffIds.size());
    for (Digest diffId : diffIds) {
      chain.add(
          chain.isEmpty()
              ? diffId
              : Digest.sha256(
                  (chain.getLast() + " " + diffId).getBytes(StandardCharsets.US_ASCII)));
    }
    return chain;
  }
}
