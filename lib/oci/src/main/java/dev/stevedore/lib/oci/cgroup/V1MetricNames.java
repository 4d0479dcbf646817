package dev.stevedore.lib.oci.cgroup;

import java.util.List;

/** What a v1 cgroup measures, in {@code io.containerd.cgroups.v1.Metrics}. */
public final class V1MetricNames {
  /** The type of the message. */
  public static final String TYPE = "io.containerd.cgroups.v1.Metrics";

  /**
   * Lines of memory.stat, in the order of their field numbers in the part about memory, from 1 on.
   */
  public static final List<String> MEMORY =
      List.of(
          "cache",
          "rss",
          "rss_huge",
          "mapped_file",
          "dirty",
          "writeback",
          "pgpgin",
          "pgpgout",
          "pgfault",
          "pgmajfault",
          "inactive_anon",
          "active_anon",
          "inactive_file",
          "active_file",
          "unevictable",
          "hierarchical_memory_limit",
          "hierarchical_memsw_limit",
          "total_cache",
          "total_rss",
          "total_rss_huge",
          "total_mapped_file",
          "total_dirty",
          "total_writeback",
          "total_pgpgin",
          "total_pgpgout",
          "total_pgfault",
          "total_pgmajfault",
          "total_inactive_anon",
          "total_active_anon",
          "total_inactive_file",
          "total_active_file",
          "total_unevictable");

  private V1MetricNames() {}
}
