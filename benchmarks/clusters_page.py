"""Write docs/clusters.md from the stored results in benchmarks/published; see :mod:`benchmarks.clusters`."""
