"""Published examples of control charts, computed anew and compared to the digits given."""

import csv
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lineside.kernel.errors import Refusal
from lineside.quality import charts

Floats = npt.NDArray[np.float64]
Columns = dict[str, npt.NDArray[Any]]
Figures = dict[str, Any]


def say(text: str) -> None:
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def examples(data: Path | None) -> list[dict[str, Any]]:
    if data is None:
        return []
    files = sorted(data.rglob("expected.json")) if data.is_dir() else [data]
    return [_example_file(file) for file in files]


def _example_file(file: Path) -> dict[str, Any]:
    start = time.perf_counter()
    cases, skipped = [], []
    for case in json.loads(file.read_text()):
        try:
            got = _figures(case, file.parent)
        except (KeyError, ValueError, OSError, Refusal) as problem:
            skipped.append({"id": case.get("id"), "kind": case.get("kind"), "why": repr(problem)})
            continue
        cases.append(_compared(case, got))
    for each in skipped:
        say(f"skipped {each['id']}: {each['why']}")
    agree = sum(case["agrees"] for case in cases)
    say(f"{file.name}: {agree} of {len(cases)} examples agree, {len(skipped)} skipped")
    return {
        "dataset": file.parent.name,
        "protocol": "published figures, relative tolerance of each case",
        "ours": agree,
        "baseline": len(cases),
        "figures": sum(len(case["figures"]) for case in cases),
        "cases": cases,
        "skipped": skipped,
        "seconds": time.perf_counter() - start,
    }


def _compared(case: dict[str, Any], got: Figures) -> dict[str, Any]:
    tolerance = float(case.get("rel_tol", 1e-4))
    figures = {}
    for name, wanted in case["expected"].items():
        found = got.get(name)
        figures[name] = {"wanted": wanted, "got": found, "agrees": _close(found, wanted, tolerance)}
    missing = [name for name, each in figures.items() if not each["agrees"]]
    if missing:
        say(f"{case['id']}: {[(name, figures[name]) for name in missing]}")
    return {"id": case["id"], "agrees": not missing, "figures": figures}


def _close(found: Any, wanted: Any, tolerance: float) -> bool:
    if found is None:
        return False
    a, b = np.atleast_1d(np.asarray(found, float)), np.atleast_1d(np.asarray(wanted, float))
    if a.shape != b.shape:
        return False
    # printed figures are rounded in their last digit
    digits = [0.5 * 10.0 ** -_decimals(each) for each in b]
    return bool((np.abs(a - b) <= np.maximum(tolerance * np.abs(b), digits)).all())


def _decimals(value: float) -> int:
    text = repr(float(value))
    return min(len(text.split(".")[1]), 12) if "." in text and "e" not in text else 12


def _figures(case: dict[str, Any], folder: Path) -> Figures:
    kind = str(case["kind"]).lower()
    for start, compute in _KINDS:
        if kind.startswith(start):
            columns = _columns(case, folder)
            return compute(columns, case["params"], case)
    raise KeyError(f"no such kind: {case['kind']}")


def _columns(case: dict[str, Any], folder: Path) -> Columns:
    source = str(case["data"])
    if source in ("inline", "none"):
        return {}
    path = next(p for p in (folder / source, *folder.rglob(Path(source).name)) if p.exists())
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: _column([row[name] for row in rows]) for name in rows[0]}


def _column(told: list[str]) -> npt.NDArray[Any]:
    if set(told) <= {"True", "False", "TRUE", "FALSE"}:
        return np.array([each.upper() == "TRUE" for each in told])
    try:
        return np.array([float(each) for each in told])
    except ValueError:
        return np.array(told)


def _chosen(columns: Columns, params: dict[str, Any], label: str) -> npt.NDArray[np.bool_]:
    """Rows named in words: "trial==TRUE minus 6,20", "samples 1-25"."""
    count = len(next(iter(columns.values())))
    words = str(params.get("rows", params.get("phase1", "")))
    keep = np.ones(count, dtype=bool)
    if "trial==TRUE" in words:
        keep &= columns["trial"].astype(bool)
    names = columns.get(label, np.arange(1, count + 1))
    first, _, out = words.partition("minus")
    spans = [word for word in first.replace("samples", "").split() if "-" in word]
    for span in spans:
        low, high = (int(each) for each in span.split("-"))
        keep &= (names >= low) & (names <= high)
    for number in [int(each) for each in out.replace(",", " ").split() if each.isdigit()]:
        keep &= names != number
    return keep


def _label(columns: Columns) -> str:
    return next((name for name in ("sample", "batch") if name in columns), "")


def _subgroups(columns: Columns) -> tuple[Floats, npt.NDArray[Any]]:
    """Values by subgroup, and the subgroups' labels."""
    name = next(each for each in columns if each not in ("sample", "trial"))
    labels = np.unique(columns["sample"])
    return np.stack([columns[name][columns["sample"] == each] for each in labels]), labels


def _phase_one(columns: Columns, params: dict[str, Any]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    table, labels = _subgroups(columns)
    words = str(params.get("phase1", params.get("rows", f"1-{len(labels)}")))
    span = next(word for word in words.split() if "-" in word)
    low, high = (int(each) for each in span.split("-"))
    return table, (labels >= low) & (labels <= high)


def _limits(chart: charts.Chart, at: int = 0) -> Figures:
    return {
        "center": float(chart.centre[at]),
        "LCL": float(chart.lcl[at]),
        "UCL": float(chart.ucl[at]),
    }


def _xbar(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    table, first = _phase_one(columns, params)
    pair = charts.xbar_r(table, reference=first)
    return {**_limits(pair.location), "sd": pair.standard.sigma}


def _range(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    table, first = _phase_one(columns, params)
    pair = charts.xbar_r(table, reference=first)
    return {**_limits(pair.spread), "sd": pair.standard.sigma}


def _deviation(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    table, first = _phase_one(columns, params)
    pair = charts.xbar_s(table, reference=first)
    return {**_limits(pair.spread), "sd": pair.standard.sigma}


def _share(columns: Columns, params: dict[str, Any], case: Any) -> Figures:
    keep = _chosen(columns, params, _label(columns))
    count, size = columns["D"][keep], columns["size"][keep]
    if str(case["kind"]).startswith("np"):
        chart = charts.np_chart(count, int(size[0]))
        return {**_limits(chart), "sd": float(chart.sigma[0])}
    return _limits(charts.p_chart(count, size))


def _flaws(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    keep = _chosen(columns, params, _label(columns)) if "rows" in params else slice(None)
    name = next(each for each in columns if each not in ("sample", "size", "trial"))
    chart = charts.c_chart(columns[name][keep])
    out = (chart.violations.index[chart.violations.rule == 1] + 1).tolist()
    return {**_limits(chart), "sd": float(chart.sigma[0]), "out": out}


def _rate(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    keep = _chosen(columns, params, _label(columns))
    size = columns["size"][keep]
    chart = charts.u_chart(columns["x"][keep], size)
    by_size = {}
    for at, each in enumerate(size):
        by_size[f"UCL_n{each:g}"], by_size[f"LCL_n{each:g}"] = chart.ucl[at], chart.lcl[at]
    return {**_limits(chart), **{name: float(value) for name, value in by_size.items()}}


def _individuals(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    name = next(each for each in columns if each not in ("sample", "batch", "trial"))
    keep = _chosen(columns, params, _label(columns))
    way = "deviation" if params.get("sd") == "SD" else "moving_range"
    pair = charts.imr(columns[name][keep], sigma_from=way)
    moving = float(pair.spread.points.mean())
    return {**_limits(pair.location), "sd": pair.standard.sigma, "MRbar": moving}


def _ewma(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    if "x" in params:
        level = charts.Standard(params["center"], params["sd"])
        chart = charts.ewma(params["x"], level, weight=params["lam"], width=params["L"])
        return {"ewma": chart.points.tolist(), "sigma": chart.sigma.tolist()}
    if "ewma0" in params:
        level = charts.Standard(params["ewma0"], params["s"])
        x = next(iter(columns.values()))
        chart = charts.ewma(x, level, weight=params["lam"], width=params["L"], exact=False)
        points = {f"z{i + 1}": float(each) for i, each in enumerate(chart.points)}
        return {**_limits(chart), **points}
    table, first = _phase_one(columns, params)
    level = charts.xbar_r(table, reference=first).standard
    size = table.shape[1]
    chart = charts.ewma(
        table.mean(axis=1), level, weight=params["lam"], width=params["L"], size=size
    )
    ends = {f"UCL_{i + 1}": float(each) for i, each in enumerate(chart.ucl)}
    return ends | {f"LCL_{i + 1}": float(each) for i, each in enumerate(chart.lcl)}


def _cusum(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    if "x" in params:
        x, level, size = params["x"], charts.Standard(params["center"], params["sd"]), 1
    elif "target" in params:
        x, level, size = next(iter(columns.values())), charts.Standard(params["target"], 1.0), 1
    else:
        table, first = _phase_one(columns, params)
        x, size = table.mean(axis=1), table.shape[1]
        level = charts.xbar_r(table, reference=first).standard
    up, down = charts.cusum(x, level, slack=params["k"], limit=params["h"], size=size)
    over, under = (side.violations.index + 1 for side in (up, down))
    sums = {f"Shi_{i + 1}": float(each) for i, each in enumerate(up.points)}
    ends = {f"pos_{i + 1}": float(each) for i, each in enumerate(up.points)}
    sides = {"signals_upper": over.tolist(), "signals_lower": under.tolist()}
    first_ones = {"signal_upper": over[:1].tolist(), "signal_lower": under[:1].tolist()}
    started = {"first_signal_upper": int(over[0]) if len(over) else None}
    both = {"pos": up.points.tolist(), "neg": down.points.tolist()}
    return sums | ends | sides | first_ones | started | both


def _capability(columns: Columns, params: dict[str, Any], case: Any) -> Figures:
    spec: dict[str, Any] = {
        name: params.get(key)
        for name, key in (("lower", "LSL"), ("upper", "USL"), ("target", "target"))
    }
    if "mean" in params:
        plain = charts.capability_from_figures(params["mean"], params["s"], 100, **spec)
        middle, half = (params["USL"] + params["LSL"]) / 2, (params["USL"] - params["LSL"]) / 2
        return _indices(plain, "C") | {"k": abs(params["mean"] - middle) / half}
    if "x" in params:
        table = np.array(params["x"], dtype=float)
    else:
        whole, first = _phase_one(columns, params)
        table = whole[first]
    sigma = charts.xbar_r(table).standard.sigma
    if "qcc" in str(case.get("source")):
        # that package divides by the printed, three-decimal d2
        exact = charts.d2(table.shape[1])
        sigma *= exact / round(exact, 3)
    found = charts.capability(table, sigma_within=sigma, **spec)
    return _indices(found.within, "C") | _indices(found.overall, "P")


def _indices(found: Any, letter: str) -> Figures:
    potential, actual = found.potential_interval, found.actual_interval
    figures = {
        "p": found.potential,
        "pl": found.lower,
        "pu": found.upper,
        "pk": found.actual,
        "pm": found.cpm,
    }
    for ending in ("", "95"):
        figures |= {f"p_lo{ending}": potential[0], f"p_hi{ending}": potential[1]}
        figures |= {f"pk_lo{ending}": actual[0], f"pk_hi{ending}": actual[1]}
    return {letter + name: value for name, value in figures.items()}


def _t_squared(columns: Columns, params: dict[str, Any], _: Any) -> Figures:
    if "n" in params:
        names = [each for each in columns if each != "sample"]
        cube = np.stack([columns[each] for each in names], axis=1)
        cube = cube.reshape(int(params["m"]), int(params["n"]), len(names))
        found = charts.hotelling_subgroups(cube, confidence=(1 - 0.0027) ** len(names))
    else:
        table = np.stack(list(columns.values()), axis=1)
        found = charts.hotelling_individuals(table, confidence=params["confidence"])
    s = found.covariance
    return {
        **{f"c{i + 1}": float(each) for i, each in enumerate(found.mean)},
        **{f"s{i + 1}{j + 1}": float(s[i, j]) for i in range(2) for j in range(2)},
        "detS": float(np.linalg.det(s)),
        "UCL": float(found.chart.ucl[0]),
        "UPL": found.ucl_later,
    }


def _rules(_: Columns, params: dict[str, Any], __: Any) -> Figures:
    centre, sigma = np.array([float(params["mu"])]), np.array([float(params["sd"])])
    figures = {}
    for rule in (1, 2, 3, 4):
        values = np.array(params[f"wer{rule}"], dtype=float)
        only = charts.WESTERN_ELECTRIC.only((rule,))
        found = charts.find_violations(values, centre, sigma, only)
        figures[f"wer{rule}"] = (found.index + 1).tolist()
    return figures


def _arl(_: Columns, params: dict[str, Any], case: Any) -> Figures:
    kind = str(case["kind"])
    figures = {}
    for name in case["expected"]:
        rules, _, end = name.rpartition("d")
        shift = float(end) if rules or name.startswith("d") else 0.0
        if "CUSUM" in kind:
            sides = int(params.get("sided", 2))
            got = charts.arl_cusum(shift, slack=params["k"], limit=params["h"], sides=sides)
        elif "EWMA" in kind:
            got = charts.arl_ewma(shift, weight=params["lam"], width=params["L"])
        elif "Shewhart" in kind:
            got = charts.arl_shewhart(shift * float(params.get("n", 1)) ** 0.5, params["L"])
        else:
            numbers = [int(each) for each in name.split("_")[0] if each.isdigit()]
            got = charts.arl_zone_rules(shift, charts.WESTERN_ELECTRIC.only(numbers))
        figures[name] = got
    return figures


def _gauge(columns: Columns, _: dict[str, Any], case: Any) -> Figures:
    part, operator, value = _gauge_columns(columns)
    anova = "anova" in str(case["kind"]).lower()
    method = charts.gauge_anova if anova else charts.gauge_average_range
    found = method(columns[value], columns[part], columns[operator])
    return {
        "EV": found.repeatability,
        "AV": found.reproducibility,
        "GRR": found.gauge,
        "PV": found.parts,
        "TV": found.total,
        "%GRR": found.percent_gauge,
        "pct_GRR": found.percent_gauge,
        "ndc": found.distinct_categories,
    }


def _gauge_columns(columns: Columns) -> tuple[str, str, str]:
    lower = {name.lower(): name for name in columns}
    part = next(name for key, name in lower.items() if "part" in key)
    operator = next(name for key, name in lower.items() if "oper" in key or "apprais" in key)
    left = [name for key, name in lower.items() if name not in (part, operator)]
    value = next(name for name in left if "trial" not in name.lower() and "rep" not in name.lower())
    return part, operator, value


_KINDS: list[tuple[str, Callable[[Columns, dict[str, Any], Any], Figures]]] = [
    ("xbar", _xbar),
    ("s", _deviation),
    ("np", _share),
    ("p", _share),
    ("cusum", _cusum),
    ("capability", _capability),
    ("c", _flaws),
    ("u", _rate),
    ("i", _individuals),
    ("ewma", _ewma),
    ("hotelling", _t_squared),
    ("western", _rules),
    ("arl", _arl),
    ("gage", _gauge),
    ("gauge", _gauge),
    ("r", _range),
]
