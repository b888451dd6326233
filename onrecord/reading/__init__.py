"""Bytes become an Article: a file, a folder, a pattern, standard input, a web address; text, HTML, JSON lines.

The way in is `inputs.read_inputs`. What cannot be read is yielded as an error in its place, and the rest goes on.
"""
