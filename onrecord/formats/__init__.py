"""A record becomes text of some format: one format, one file, and all of them write while they are given.

A format is a function `write(records, out)`: it takes records one at a time and never holds more of them than it
must, so that a stream of a million articles is written in the memory of two. It knows nothing of files, terminals
or arguments, and what it writes depends on the records alone.
"""
