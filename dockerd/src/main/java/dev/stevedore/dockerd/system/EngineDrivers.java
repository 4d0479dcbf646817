package dev.stevedore.dockerd.system;

import java.util.List;

/**
 * What {@code /info} names as plugins: the drivers a user can choose from.
 *
 * @param volume volumes'
 * @param network networks'
 * @param log log drivers
 * @param warnings what is wrong with them on this host
 */
public record EngineDrivers(
    List<String> volume, List<String> network, List<String> log, List<String> warnings) {}
