"""Change the program in small ways, one at a time, and list the changes that no test notices.

python scripts/mutate.py annotator/model --tests tests/model
python scripts/mutate.py annotator/data/project/topics.py --tests tests/data tests/session --sample 20 --near

It works on a copy of the tree, so that it can be stopped at any time. A sample is taken: one change at most per place
in the text, each place as likely as any other; the same seed gives the same sample as long as the text is the same.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from py_compile import PycInvalidationMode

import grimp
from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test, mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Read the command line, try the sample, print what survived and how many of each part were noticed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=Path, help="files or folders to change, relative to the repository")
    parser.add_argument("--tests", nargs="+", type=Path, required=True, help="test files or folders that should notice")
    parser.add_argument("--sample", type=int, default=50, help="changes to try (default: 50)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample (default: 0)")
    parser.add_argument("--near", action="store_true", help="run only test files that import what was changed, if any")
    arguments = parser.parse_args()
    for place in (*arguments.sources, *arguments.tests):
        if not (ROOT / place).exists():
            parser.error(f"{place}: there is no such file or folder in {ROOT}")
    with tempfile.TemporaryDirectory() as folder:
        copy_tree(Path(folder))
        os.chdir(folder)  # tests and the programs that they start see the copy
        os.environ |= {"PYTHONPATH": folder, "QT_QPA_PLATFORM": "offscreen", "OPENBLAS_NUM_THREADS": "1"}
        try_sample(sample(files(arguments.sources), arguments.sample, arguments.seed), arguments.tests, arguments.near)


def copy_tree(folder: Path) -> None:
    """Copy what git knows or would add, as it is now, to ``folder``."""
    listed = subprocess.check_output(("git", "ls-files", "-z", "-co", "--exclude-standard"), cwd=ROOT, text=True)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    # Cosmic Ray keeps tests from writing byte code: without any, every run would compile the whole program.
    compileall.compile_dir(folder, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)


def files(places: list[Path], pattern: str = "*.py") -> list[Path]:
    """Return the Python files at ``places`` and below, in order."""
    found = {file for place in places for file in (place.rglob(pattern) if place.is_dir() else [place])}
    return sorted(found)


def sample(sources: list[Path], size: int, seed: int) -> list[MutationSpec]:
    """Draw ``size`` changes of the program: places in the text first, then one of the changes there that change it."""
    places: dict[tuple[str, tuple[int, int]], list[MutationSpec]] = {}
    with use_db(":memory:", WorkDB.Mode.create) as known:
        init(sources, known, {})
        for item in known.work_items:
            (change,) = item.mutations
            places.setdefault((str(change.module_path), change.start_pos), []).append(change)
    rng = random.Random(seed)
    drawn: list[MutationSpec] = []
    order = sorted(places)
    rng.shuffle(order)
    while order and len(drawn) < size:
        change = rng.choice(sorted(places[order.pop()], key=lambda one: (one.operator_name, one.occurrence)))
        if changes_something(change):
            drawn.append(change)
    return sorted(drawn, key=lambda one: (str(one.module_path), one.start_pos))


def changes_something(change: MutationSpec) -> bool:
    """Return whether there is a program after ``change``, and another one: annotations are never evaluated."""
    text = change.module_path.read_text("utf-8")
    changed = mutate_code(text, get_operator(change.operator_name)(**change.operator_args), change.occurrence)
    try:
        return changed is not None and bare(changed) != bare(text)
    except SyntaxError:
        return False


def bare(text: str) -> str:
    """Return the text of a program without annotations, and without what only guards against mistakes in the code."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        elif isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.keyword) and node.arg in {"frozen", "strict"}:
            node.value = ast.Constant(None)
    return ast.unparse(tree)


def try_sample(drawn: list[MutationSpec], tests: list[Path], near: bool) -> None:
    """Try each change of ``drawn`` with ``tests`` and print what came of it."""
    candidates = files(tests, "test_*.py")
    chosen = {one.module_path: importing(one.module_path, candidates) if near else candidates for one in drawn}
    started = time.monotonic()
    outcome, output = run_tests(command(sorted(set().union(*chosen.values()))), 3600)
    if outcome != TestOutcome.SURVIVED:
        sys.exit(f"The tests fail without any change:\n{output}")
    limit = 20 + 4 * (time.monotonic() - started)
    outcomes: Counter[tuple[str, str]] = Counter()
    for change in drawn:
        result = mutate_and_test([change], command(chosen[change.module_path]), limit)
        survived = result.test_outcome == TestOutcome.SURVIVED
        outcomes[str(change.module_path.parent), "survived" if survived else "killed"] += 1
        where = f"{change.module_path}:{change.start_pos[0]}"
        print("survived" if survived else "killed  ", where, change.operator_name.rpartition("/")[2], flush=True)
        if survived:
            lines = (result.diff or "").splitlines()
            print("\n".join(f"    {line}" for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}))
    for part in sorted({part for part, _ in outcomes}):
        print(f"{part}: {outcomes[part, 'killed']} killed, {outcomes[part, 'survived']} survived")


def command(tests: list[Path]) -> str:
    """Return the command that runs ``tests`` up to the first that fails."""
    return f"{sys.executable} -m pytest -q -x -p no:cacheprovider {' '.join(map(str, tests))}"


def importing(module: Path, tests: list[Path]) -> list[Path]:
    """Return those of ``tests`` that import ``module``; if none does, those that import what imports it, and so on."""
    graph = grimp.build_graph(module.parts[0])
    names = seen = {".".join(module.with_suffix("").parts)}
    while names:
        found = [test for test in tests if names & imported(test)]
        if found:
            return found
        names = {importer for name in names for importer in graph.find_modules_that_directly_import(name)} - seen
        seen = seen | names
    return tests


@cache
def imported(test: Path) -> frozenset[str]:
    """Return the dotted names of what a test imports: modules, and what is taken out of them."""
    nodes = list(ast.walk(ast.parse(test.read_text("utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return frozenset(
        plain | {str(node.module) for node in taken} | {f"{node.module}.{a.name}" for node in taken for a in node.names}
    )


if __name__ == "__main__":
    main()
