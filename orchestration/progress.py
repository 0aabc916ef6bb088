"""What a run says while it works: short lines on one logger, which the command line and Dagster each show in
their way.
"""

import logging

logger = logging.getLogger("anlan.progress")


def say(line: str) -> None:
    logger.info(line)
