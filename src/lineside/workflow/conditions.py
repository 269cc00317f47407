"""Conditions of rules: CEL expressions over the facts of a piece of news."""

from functools import lru_cache
from typing import Any

from lineside.workflow.errors import RuleInvalid

LONGEST = 2000


def check(expression: str) -> None:
    """Refuse an expression that does not compile."""
    if expression.strip():
        _compiled(expression)


def holds(expression: str, facts: dict[str, Any]) -> bool:
    """Whether the condition holds for these facts; a field that is not there makes it false.

    Refused where it takes too many steps.
    """
    if not expression.strip():
        return True
    try:
        outcome = _compiled(expression).eval(data={"news": facts})
    except RuntimeError as error:
        # The engine counts its steps: an endless search ends here.
        raise RuleInvalid(condition=expression, problem=str(error)[:300]) from error
    return outcome.value() is True


@lru_cache(maxsize=256)
def _compiled(expression: str) -> Any:
    from cel_expr_python import cel

    if len(expression) > LONGEST:
        raise RuleInvalid(problem="condition too long", characters=len(expression))
    environment = cel.NewEnv(variables={"news": cel.Type.DYN})
    try:
        return environment.compile(expression)
    except Exception as error:
        raise RuleInvalid(condition=expression, problem=str(error)[:300]) from error
