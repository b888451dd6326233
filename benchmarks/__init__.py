"""How fast, and in how much memory: every number beside a baseline of the same run."""
