"""All models of the fictional city anew, in a process of its own: `python -m tests.bench.full_build ROOT`.

Prints seconds without imports, those of models in Python, and the process's highest memory in bytes.
"""

import json
import resource
import sys
import time
from pathlib import Path

import dbt.cli.main

from anlan.home import Home
from orchestration.transform import dbt as models

assert dbt.cli.main.dbtRunner
nodes = models.manifest()["nodes"]
started = time.perf_counter()
built = models.build(Home(Path(sys.argv[1]), "lanwan"))
seconds = time.perf_counter() - started
if built.failures:
    sys.exit("\n".join(f"{failure.name}: {failure.message}" for failure in built.failures))
in_python = {key for key, node in nodes.items() if node.get("language") == "python"}
print(
    json.dumps(
        {
            "seconds": seconds,
            "python_seconds": sum(result.seconds for result in built.results if result.unique_id in in_python),
            "bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
)
