package dev.stevedore.lib.linux.netlink.nftables;

/**
 * A table: what chains and sets are in.
 *
 * @param family whose packets it sees
 * @param name unique within its family
 */
public record Table(Family family, String name) {}
