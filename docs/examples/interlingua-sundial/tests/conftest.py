"""What all tests share: the same examples each time, and no deadline, because a slow or busy machine breaks no law.

`pytest --hypothesis-profile random` looks for others, such as every night.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("random", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
