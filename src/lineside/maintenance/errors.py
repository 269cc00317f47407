"""What maintenance may refuse."""

from lineside.kernel.errors import Invalid


class WaveInvalid(Invalid):
    """A vibration wave-form cannot be used: empty, too short, not finite, or without a rate."""

    code = "maintenance.WaveInvalid"
    advice = "Send finite samples, at least 256 per wave, with the sampling rate in hertz."


class BearingInvalid(Invalid):
    """A bearing's geometry is impossible, or its tones cannot be resolved in the wave."""

    code = "maintenance.BearingInvalid"
    advice = "Check balls, diameters and contact angle, or send longer waves at a higher rate."


class BaselineInvalid(Invalid):
    """The healthy baseline of an asset cannot be fitted."""

    code = "maintenance.BaselineInvalid"
    advice = (
        "Give at least 20 rows of finite features from the time in which the asset was healthy."
    )


class FeaturesInvalid(Invalid):
    """Rows of features do not have the shape or the values that the fitted model needs."""

    code = "maintenance.FeaturesInvalid"
    advice = (
        "Send finite features with the same columns, in the same order, as the model was fitted."
    )


class TrendInvalid(Invalid):
    """A series of times and health indices cannot be used for a trend."""

    code = "maintenance.TrendInvalid"
    advice = "Send rising times in hours, one finite index for each, and a positive threshold."
