"""2,000 fuzzed sentences through the guards and the bundled model: `python tests/bench/fuzz_guard.py [COUNT] [SEED]`.

None may crash, loop or be cut without a word. Exit code 1 when one does.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from models import bundled
from models.engine import CTranslate2Translator
from tests.support.fuzzed import fuzz


def main(count: int, seed: int) -> int:
    """Fuzz, and print what went wrong."""
    problems = fuzz(CTranslate2Translator.open(bundled.path(), device="cpu"), count, seed)
    print("\n".join([*problems, f"{count} texts, seed {seed}: {len(problems)} problems"]))
    return 1 if problems else 0


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(arguments + [2000, 1][len(arguments) :])))
