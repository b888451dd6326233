"""Any number of articles become Parquet shards, on all cores or many machines, and go on where they were broken off.

`plan` lists the inputs in parts, `feeding` takes a part's articles out of them in lots, `lots` reads a lot (the one
pure function), `desk` does so in a process that may die, `local` and `on_ray` run many desks at once, and `shards`
makes whole shards of what comes back. `folder` reads them again, and `families` finds the same words in all of them.
"""
