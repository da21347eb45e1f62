"""What the contract needs of each PSA: `BENCHES` are the simulators."""

from tests.tasks.integrations.psa.autotask.bench import AutotaskBench
from tests.tasks.integrations.psa.bench import Bench
from tests.tasks.integrations.psa.connectwise.bench import ConnectWiseBench
from tests.tasks.integrations.psa.halopsa.bench import HaloBench

BENCHES: tuple[type[Bench], ...] = (ConnectWiseBench, HaloBench, AutotaskBench)
