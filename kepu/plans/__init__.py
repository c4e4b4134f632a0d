"""Plan documents, their reading and proofreading, adopted plans with tasks, targets and duties."""
