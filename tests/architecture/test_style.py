"""The style rules that a machine can check, each shown something that breaks it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lineside"
LONGEST_FUNCTION, LONGEST_FILE = 70, 400
BANNED_NAMES = {"utils", "helpers", "common", "misc", "service"}
HEAVY = {
    "numba", "scipy", "sklearn", "ortools", "lightgbm", "cv2", "pyarrow", "duckdb", "onnxruntime",
    "onnx", "pandas", "numpy",
}  # fmt: skip
LIGHT_FACES = {"errors", "events", "model", "ports", "store", "queries", "actions", "jobs"}
NO_IO = {"sqlalchemy", "psycopg", "fastapi", "httpx", "requests", "paho", "asyncua", "duckdb"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE), ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def top_imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def too_long(tree: ast.Module) -> list[str]:
    return [
        f"{node.name}: {length(node)}"
        for node in functions(tree)
        if length(node) > LONGEST_FUNCTION
    ]


def test_functions_are_short() -> None:
    found = {str(path): long for path, tree in modules() if (long := too_long(tree))}
    assert not found
    lengths = [length(node) for _, tree in modules() for node in functions(tree)]
    assert median(lengths) <= 12


def test_a_long_function_would_be_seen() -> None:
    body = "\n".join(f"    x{n} = {n}" for n in range(LONGEST_FUNCTION + 1))
    assert too_long(ast.parse(f"def planted():\n{body}\n")) == [f"planted: {LONGEST_FUNCTION + 2}"]


def test_files_are_short_and_named_for_what_they_are() -> None:
    lines = {
        path: len((SOURCE / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules()
    }
    assert not {str(p): n for p, n in lines.items() if n > LONGEST_FILE}
    assert not [str(path) for path in lines if path.stem in BANNED_NAMES]


def test_the_faces_of_a_room_start_light() -> None:
    """What the command line loads at start pulls in no heavy library."""
    found = {
        str(path): heavy
        for path, tree in modules()
        if len(path.parts) == 2 and path.stem in LIGHT_FACES
        if (heavy := top_imports(tree) & HEAVY)
    }
    assert not found


def test_nouns_are_pure() -> None:
    found = {
        str(path): impure
        for path, tree in modules()
        if path.stem in {"model", "events", "errors"} and len(path.parts) == 2
        if (impure := top_imports(tree) & NO_IO)
    }
    assert not found


def test_only_stores_and_queries_write_sql() -> None:
    """Rooms reach tables in store, queries, actions and the files that these call; nouns never."""
    banned = {"model", "events", "errors", "ports", "jobs"}
    found = [
        str(path)
        for path, tree in modules()
        if path.stem in banned and path.parts[0] != "kernel" and "sqlalchemy" in top_imports(tree)
    ]
    assert not found


@pytest.mark.parametrize(
    "room", sorted(p.name for p in SOURCE.iterdir() if (p / "errors.py").exists())
)
def test_refusals_carry_their_own_code(room: str) -> None:
    tree = ast.parse((SOURCE / room / "errors.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and room != "kernel":
            codes = [
                each.value.value
                for each in node.body
                if isinstance(each, ast.Assign)
                and isinstance(each.targets[0], ast.Name)
                and each.targets[0].id == "code"
                and isinstance(each.value, ast.Constant)
            ]
            assert codes == [f"{room}.{node.name}"], node.name


def test_each_test_file_has_a_name_of_its_own() -> None:
    """Two of one name in different folders cannot be collected together."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
