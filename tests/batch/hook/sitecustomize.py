"""Python imports this at its start where its folder is on PYTHONPATH: batches read with the reader of the tests."""

import sys

if any("onrecord.batch.child" in word for word in sys.orig_argv):
    from tests.batch import hooked

    hooked.install()
