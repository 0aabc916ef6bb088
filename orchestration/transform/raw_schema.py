from orchestration.raw_schema import *  # noqa: F403  (moved; remove once the models' tests import the new place)
