"""The whole program with a network that needs no weights: `python -m tests.laws.program NETWORK ARGUMENTS`.

NETWORK is `silent` (finds nothing, at once), `arbitrary` (finds anything) or `packaged` (the real one). What it took
is the last line on standard error: seconds of the processor and MB of memory at the peak.
"""

from __future__ import annotations

import resource
import sys
import time

from onrecord.cli.main import main
from onrecord.extraction.network import OnnxNetwork
from tests.extraction.fake import Arbitrary, Silent

NETWORKS = {"silent": Silent, "arbitrary": lambda: Arbitrary(share=0.03), "packaged": OnnxNetwork.packaged}

if __name__ == "__main__":
    made = NETWORKS[sys.argv[1]]
    OnnxNetwork.packaged = made  # type: ignore[method-assign]
    status = main(sys.argv[2:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"took {time.process_time():.1f} s, {peak} MB", file=sys.stderr)
    sys.exit(status)
