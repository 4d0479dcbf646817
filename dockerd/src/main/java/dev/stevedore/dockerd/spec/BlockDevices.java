package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.linux.Devices;
import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.ThrottleDevice;
import dev.stevedore.lib.oci.runtime.resources.WeightDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** How much a container may read from and write to block devices. */
final class BlockDevices {
  private BlockDevices() {}

  static BlockIo limits(JsonObjectView view) {
    BlockIo.Builder limits = BlockIo.builder();
    long weight = view.number("BlkioWeight");
    if (weight > 0) {
      limits.weight(weight);
    }
    List<WeightDevice> weights = new ArrayList<>();
    for (JsonObjectView device : view.objects("BlkioWeightDevice")) {
      long number = number(device);
      weights.add(
          new WeightDevice(
              Devices.major(number),
              Devices.minor(number),
              OptionalLong.of(device.number("Weight")),
              OptionalLong.empty()));
    }
    return limits
        .weightDevice(weights)
        .throttleReadBpsDevice(throttles(view, "BlkioDeviceReadBps"))
        .throttleWriteBpsDevice(throttles(view, "BlkioDeviceWriteBps"))
        .throttleReadIopsDevice(throttles(view, "BlkioDeviceReadIOps"))
        .throttleWriteIopsDevice(throttles(view, "BlkioDeviceWriteIOps"))
        .build();
  }

  private static List<ThrottleDevice> throttles(JsonObjectView view, String name) {
    List<ThrottleDevice> throttles = new ArrayList<>();
    for (JsonObjectView device : view.objects(name)) {
      long number = number(device);
      throttles.add(
          new ThrottleDevice(Devices.major(number), Devices.minor(number), device.number("Rate")));
    }
    return throttles;
  }

  private static long number(JsonObjectView device) {
    String path = device.string("Path");
    try {
      return (Long) Objects.requireNonNull(Files.getAttribute(Path.of(path), "unix:rdev"));
    } catch (NoSuchFileException e) {
      throw new ApiException.BadParameter("stat " + path + ": no such file or directory", e);
    } catch (IOException e) {
      throw new ApiException.BadParameter("stat " + path + ": " + e.getMessage(), e);
    }
  }
}
