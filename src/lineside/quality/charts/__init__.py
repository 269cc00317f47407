"""Control charts, their rules, capability, gauge studies and sampling plans over plain arrays."""

from lineside.quality.charts.attributes import c_chart, np_chart, p_chart, u_chart
from lineside.quality.charts.capability import (
    Capability,
    FittedCapability,
    capability,
    capability_fitted,
    capability_from_figures,
)
from lineside.quality.charts.chart import Chart, ChartPair, Standard, Violations
from lineside.quality.charts.constants import c4, d2, d3
from lineside.quality.charts.memory import cusum, ewma
from lineside.quality.charts.multivariate import (
    MultivariateChart,
    hotelling_individuals,
    hotelling_subgroups,
)
from lineside.quality.charts.rules import NELSON, WESTERN_ELECTRIC, RuleSet, find_violations
from lineside.quality.charts.variables import imr, xbar_r, xbar_s

__all__ = [
    "NELSON",
    "WESTERN_ELECTRIC",
    "Capability",
    "Chart",
    "ChartPair",
    "FittedCapability",
    "MultivariateChart",
    "RuleSet",
    "Standard",
    "Violations",
    "c4",
    "c_chart",
    "capability",
    "capability_fitted",
    "capability_from_figures",
    "cusum",
    "d2",
    "d3",
    "ewma",
    "find_violations",
    "hotelling_individuals",
    "hotelling_subgroups",
    "imr",
    "np_chart",
    "p_chart",
    "u_chart",
    "xbar_r",
    "xbar_s",
]
