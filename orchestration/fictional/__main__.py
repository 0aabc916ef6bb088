"""Command line of the generator: `python -m orchestration.fictional --size small --out DIR`.

Only arguments and printing belong here.
"""

import argparse
import sys
from pathlib import Path

from anlan.errors import AnlanError
from orchestration.fictional.config import DEFAULT_SEED, Size
from orchestration.fictional.generator import generate


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m orchestration.fictional", description="Write the files of the fictional city Lanwan."
    )
    parser.add_argument("--size", type=Size, choices=list(Size), default=Size.SMALL)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is empty or new")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    arguments = parser.parse_args()
    try:
        manifest = generate(arguments.out, arguments.size, arguments.seed, progress=print)
    except AnlanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(f"{len(manifest.files)} files, {manifest.rows:,} rows, {manifest.size_in_bytes / 1e6:,.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
