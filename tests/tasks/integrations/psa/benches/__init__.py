"""What the contract needs of each PSA: `BENCHES` are the simulators, `sandboxes` the real ones of the environment."""

from tests.tasks.integrations.psa.benches.autotask import AutotaskBench
from tests.tasks.integrations.psa.benches.bench import Bench
from tests.tasks.integrations.psa.benches.connectwise import ConnectWiseBench

BENCHES: tuple[type[Bench], ...] = (ConnectWiseBench, AutotaskBench)

__all__ = ["BENCHES", "Bench"]
