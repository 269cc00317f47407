"""Control charts, their rules, capability, gauge studies and sampling plans over plain arrays."""

from lineside.quality.charts.attributes import c_chart, np_chart, p_chart, u_chart
from lineside.quality.charts.capability import (
    Capability,
    FittedCapability,
    capability,
    capability_fitted,
    capability_from_figures,
    normal_p,
)
from lineside.quality.charts.chart import Chart, ChartPair, Standard, Violations
from lineside.quality.charts.constants import c4, d2, d3
from lineside.quality.charts.early import alarm_level, arl_early, early_shift
from lineside.quality.charts.gauge import (
    AnovaRow,
    GaugeStudy,
    anova_table,
    gauge_anova,
    gauge_average_range,
)
from lineside.quality.charts.memory import cusum, ewma
from lineside.quality.charts.multivariate import (
    MultivariateChart,
    hotelling_individuals,
    hotelling_subgroups,
)
from lineside.quality.charts.rules import NELSON, WESTERN_ELECTRIC, RuleSet, find_violations
from lineside.quality.charts.runlength import (
    arl_cusum,
    arl_ewma,
    arl_rules,
    arl_shewhart,
    arl_zone_rules,
)
from lineside.quality.charts.sampling import (
    SamplingPlan,
    code_letter,
    plan_for_risks,
    sampling_plan,
)
from lineside.quality.charts.variables import imr, xbar_r, xbar_s

__all__ = [
    "NELSON",
    "WESTERN_ELECTRIC",
    "AnovaRow",
    "Capability",
    "Chart",
    "ChartPair",
    "FittedCapability",
    "GaugeStudy",
    "MultivariateChart",
    "RuleSet",
    "SamplingPlan",
    "Standard",
    "Violations",
    "alarm_level",
    "anova_table",
    "arl_cusum",
    "arl_early",
    "arl_ewma",
    "arl_rules",
    "arl_shewhart",
    "arl_zone_rules",
    "c4",
    "c_chart",
    "capability",
    "capability_fitted",
    "capability_from_figures",
    "code_letter",
    "cusum",
    "d2",
    "d3",
    "early_shift",
    "ewma",
    "find_violations",
    "gauge_anova",
    "gauge_average_range",
    "hotelling_individuals",
    "hotelling_subgroups",
    "imr",
    "normal_p",
    "np_chart",
    "p_chart",
    "plan_for_risks",
    "sampling_plan",
    "u_chart",
    "xbar_r",
    "xbar_s",
]
