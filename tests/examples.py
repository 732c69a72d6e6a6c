"""Which of hypothesis' own complaints are about a busy machine or a choice, and not about us."""

from hypothesis import HealthCheck

#: Examples that are slow to draw tell of a machine that does other things.
PATIENT = (HealthCheck.too_slow,)
#: For a test whose examples all use what its fixtures gave, and begin by putting it right.
ON_ONE_FIXTURE = (*PATIENT, HealthCheck.function_scoped_fixture)
