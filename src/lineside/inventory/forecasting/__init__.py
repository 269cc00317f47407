"""Forecasts of demand: families tried on the past, combined, with intervals that were checked."""

from lineside.inventory.forecasting.intervals import LEVELS
from lineside.inventory.forecasting.refusals import ClusterUnavailable, SeriesInvalid
from lineside.inventory.forecasting.series import Accuracy, Forecast, forecast, forecast_many
from lineside.inventory.forecasting.spreading import Spread, here, spread_by

__all__ = [
    "LEVELS",
    "Accuracy",
    "ClusterUnavailable",
    "Forecast",
    "SeriesInvalid",
    "Spread",
    "forecast",
    "forecast_many",
    "here",
    "spread_by",
]
