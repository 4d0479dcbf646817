/**
 * Firewall rules, nftables through nfnetlink: tables, chains, sets, maps and rules, all of a {@link
 * dev.stevedore.lib.linux.netlink.nftables.Transaction} or none of it.
 *
 * <pre>
 *   one datagram
 *   ┌───────┬───────────┬───────────┬──────────┬─────────┬───────────────┬─────┐
 *   │ begin │ NEWTABLE  │ NEWCHAIN  │ NEWSET   │ NEWRULE │ NEWSETELEM    │ end │
 *   └───────┴───────────┴───────────┴──────────┴─────────┴───────────────┴─────┘
 *                                                  │
 *   a rule is a list of small instructions: ┌──────┴──────────────────────────────────────────┐
 *                                           │ meta iifname → reg8 │ lookup reg8 in set │ drop │
 *                                           └─────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Not here: which rules containers need (dockerd's firewall).
 */
@NullMarked
package dev.stevedore.lib.linux.netlink.nftables;

import org.jspecify.annotations.NullMarked;
