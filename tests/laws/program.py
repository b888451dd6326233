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


def peak_memory() -> int:
    """KiB at the peak since this program began; ru_maxrss alone begins with what the parent had."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    made = NETWORKS[sys.argv[1]]
    if sys.argv[1] != "packaged":
        OnnxNetwork.packaged = lambda **_: made()  # type: ignore[method-assign]
    status = main(sys.argv[2:])
    peak = peak_memory() // 1024
    print(f"took {time.process_time():.1f} s, {peak} MB", file=sys.stderr)
    sys.exit(status)
