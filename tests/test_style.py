"""The house style, as far as a machine can tell."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

import tiny

SCRIPTS = tiny.REPOSITORY / "scripts"
CORE = sorted((SCRIPTS / "waymarks").rglob("*.py"))
COMMANDS = sorted(
    file for file in SCRIPTS.glob("*.py") if "argparse" in file.read_text("utf-8") and file.name != "terminal.py"
)

MOST = {"parameters": 5, "lines": 25, "levels": 3}
# Functions that are easier to read beyond that, and why.
BEYOND = {
    "new.py: _arguments": "one list of options; cut in two, the command would have more than its 60 lines",
    "waymarks/pipeline.py: _build": "the steps of a build in their order; most of them need what several before gave",
    "waymarks/source.py: read_page": "one value, field by field",
}


# To wait, and to measure how long that takes, is no clock's business: `time.sleep`, `time.monotonic`.
FORBIDDEN = frozenset(
    "print input exit quit sys.exit os._exit stdout.write stderr.write "
    "datetime.now datetime.today datetime.utcnow date.today time.time time.time_ns time.localtime time.gmtime".split()
)
TOOLS = [
    "ruff check scripts tests",
    "ruff format --check scripts tests",
    "mypy scripts/waymarks scripts/interview.py scripts/prompts.py scripts/terminal.py scripts/hooks.py scripts/live_pages.py",
]


@pytest.mark.parametrize("tool", TOOLS)
def test_tool(tool):
    done = subprocess.run([sys.executable, "-m", *tool.split()], cwd=tiny.REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", CORE, ids=lambda file: file.name)
def test_the_core_neither_imports_mkdocs_nor_prints_nor_exits_nor_reads_the_clock(file):
    tree = ast.parse(file.read_text("utf-8"))
    assert ast.get_docstring(tree)
    names = {
        alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not names & {"mkdocs", "material", *(one.stem for one in SCRIPTS.glob("*.py"))}
    called = [ast.unparse(node.func).split(".") for node in ast.walk(tree) if isinstance(node, ast.Call)]
    # By its own name, or as what it belongs to: `datetime.datetime.now` is `datetime.now`.
    assert not {".".join(name[-2:]) for name in called} & FORBIDDEN


def test_what_a_part_of_the_core_needs_does_not_need_it():
    needs = {}
    for file in CORE:
        part = file.relative_to(SCRIPTS / "waymarks").parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{name}" for name in names]
            needed = {name.split(".")[1] for name in names if name.startswith("waymarks.")}
            needs.setdefault(part, set()).update(needed)
    assert len(needs) > 20
    TopologicalSorter({part: others - {part} for part, others in needs.items()}).prepare()  # tells of a circle


def test_functions_are_small():
    sizes = [
        (f"{file.relative_to(SCRIPTS).as_posix()}: {one.name}", _size(one))
        for file in SCRIPTS.rglob("*.py")
        for one in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(one, ast.FunctionDef)
    ]
    beyond = {name: size for name, size in sizes if any(size[what] > MOST[what] for what in MOST)}
    assert beyond.keys() == BEYOND.keys(), beyond


def _size(one):
    """From `def` to the end, without the docstring, and without what the function is a method of."""
    given = one.args
    names = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    said = one.body[0] if ast.get_docstring(one) is not None else None
    return {
        "parameters": sum(name.arg not in ("self", "cls") for name in names),
        "lines": one.end_lineno - one.lineno + 1 - (said.end_lineno - said.lineno + 1 if said else 0),
        "levels": max(map(_levels, one.body)),
    }


def _levels(node, above=None):
    """How deep blocks stand in each other. An `elif` is at the level of its `if`, and a function in another counts by itself."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return 0
    is_elif = isinstance(node, ast.If) and isinstance(above, ast.If) and node.col_offset == above.col_offset
    is_level = isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.Match) and not is_elif
    return is_level + max((_levels(child, node) for child in ast.iter_child_nodes(node)), default=0)


@pytest.mark.parametrize("file", COMMANDS, ids=lambda file: file.name)
def test_commands_are_thin(file):
    assert len(file.read_text("utf-8").splitlines()) <= 60


def test_requirements_are_pinned_with_hashes():
    for path in ("requirements.txt", "tests/requirements.txt"):
        text = (tiny.REPOSITORY / path).read_text("utf-8")
        pins = [line for line in text.splitlines() if line and line[0].isalnum()]
        assert pins
        assert all("==" in line for line in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
