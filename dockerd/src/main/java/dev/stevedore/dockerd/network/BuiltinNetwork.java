package dev.stevedore.dockerd.network;

/**
 * A network that is always there.
 *
 * @param name what clients call it
 * @param driver Docker's name of how it works
 * @param id made of the engine's id and the name, so that it stays the same
 */
record BuiltinNetwork(String name, String driver, String id) {}
