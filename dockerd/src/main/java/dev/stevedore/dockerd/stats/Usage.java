package dev.stevedore.dockerd.stats;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A container's cgroups at one moment, as parts of the API's answer.
 *
 * @param pids {@code pids_stats}
 * @param blkio {@code blkio_stats}
 * @param cpu {@code cpu_stats} without the host's part
 * @param memory {@code memory_stats}
 */
record Usage(ObjectNode pids, ObjectNode blkio, ObjectNode cpu, ObjectNode memory) {}
