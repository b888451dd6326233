"""What holds for every test: a busy machine makes no test fail."""

import os

from hypothesis import HealthCheck, settings

# A deadline measures the clock, and the clock of a machine that trains a model beside the tests says little.
# Continuous integration tries the same examples each time: it says whether a change broke something. Everybody else's
# runs try new ones.
settings.register_profile(
    "patient",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("patient")
