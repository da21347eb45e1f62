"""What the contract needs of each PSA: `BENCHES` are the simulators, `sandboxes` the real ones of the environment."""

from tests.tasks.integrations.psa.benches.autotask import AutotaskBench
from tests.tasks.integrations.psa.benches.bench import Bench
from tests.tasks.integrations.psa.benches.connectwise import ConnectWiseBench
from tests.tasks.integrations.psa.benches.halopsa import HaloBench

BENCHES: tuple[type[Bench], ...] = (ConnectWiseBench, HaloBench, AutotaskBench)

__all__ = ["BENCHES", "Bench"]
