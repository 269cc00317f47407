"""The page of refusals."""

import importlib
import re
from itertools import groupby
from pathlib import Path

from lineside.kernel import errors
from tools.reference.wording import is_ours, plain, summary, table, title

SOURCE = Path(__file__).parents[2] / "src"
KINDS = (errors.Invalid, errors.Missing, errors.Conflict, errors.Forbidden, errors.Unavailable)


def refusals() -> list[str]:
    """The page of refusals."""
    lines = [
        *title("Errors"),
        "What may be refused. A refusal carries a code that stays, facts that say what was refused "
        "and where, and advice; over HTTP it is `{code, status, facts, advice}`, on the command "
        "line one line on standard error and an exit code. Anything else that goes wrong is a "
        "fault of the program: `app.Unexpected` with status 500 and an id that the log knows.",
        "",
        *table(
            ("kind", "status", "means"),
            [(e.__name__, str(e.status), summary(e).split(" (")[0]) for e in KINDS],
        ),
    ]
    for room, group in groupby(_refusals(), key=lambda each: each.code.split(".")[0]):
        rows = [(f"`{e.code}`", _kind(e), summary(e), plain(e.advice)) for e in group]
        lines += [f"## {room}", "", *table(("code", "kind", "means", "what to do"), rows)]
    return lines


def _refusals() -> list[type[errors.Refusal]]:
    """Every refusal of the program by its code; modules that define one are loaded first."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.name != "__main__.py" and re.search(r"^    code = \"", path.read_text(), re.M):
            parts = path.relative_to(SOURCE).with_suffix("").parts
            importlib.import_module(".".join(parts).removesuffix(".__init__"))
    found, waiting = {}, list(KINDS)
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if is_ours(kind):
                found[kind.code] = kind
    return [found[code] for code in sorted(found)]


def _kind(refusal: type[errors.Refusal]) -> str:
    kind = next(each for each in KINDS if issubclass(refusal, each))
    own = "" if refusal.status == kind.status else f" ({refusal.status})"
    return f"{kind.__name__}{own}"
