"""The command line: one thin command a verb. Commands parse and print; the work is done, and returned, elsewhere.

`onrecord --help` must start at once, so nothing heavy is imported before a command needs it: no network runtime, no
HTML parser, and rich only when a table or a progress line is drawn.
"""
