"""What holds for every test: a busy machine makes no test fail."""

from hypothesis import HealthCheck, settings

# A deadline measures the clock, and the clock of a machine that trains a model beside the tests says little.
settings.register_profile("patient", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
