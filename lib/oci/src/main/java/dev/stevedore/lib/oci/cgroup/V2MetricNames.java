package dev.stevedore.lib.oci.cgroup;

import java.util.List;

/** What a v2 cgroup measures, in {@code io.containerd.cgroups.v2.Metrics}. */
public final class V2MetricNames {
  /** The type of the message. */
  public static final String TYPE = "io.containerd.cgroups.v2.Metrics";

  /**
   * Lines of memory.stat, in the order of their field numbers in the part about memory, from 1 on.
   */
  public static final List<String> MEMORY =
      List.of(
          "anon",
          "file",
          "kernel_stack",
          "slab",
          "sock",
          "shmem",
          "file_mapped",
          "file_dirty",
          "file_writeback",
          "anon_thp",
          "inactive_anon",
          "active_anon",
          "inactive_file",
          "active_file",
          "unevictable",
          "slab_reclaimable",
          "slab_unreclaimable",
          "pgfault",
          "pgmajfault",
          "workingset_refault",
          "workingset_activate",
          "workingset_nodereclaim",
          "pgrefill",
          "pgscan",
          "pgsteal",
          "pgactivate",
          "pgdeactivate",
          "pglazyfree",
          "pglazyfreed",
          "thp_fault_alloc",
          "thp_collapse_alloc");

  private V2MetricNames() {}
}
