"""What learning tells."""

from dataclasses import dataclass

from lineside.kernel.events import Event


@dataclass(frozen=True)
class ModelRegistered(Event, subject="model"):
    """A new version of a model stands in the registry."""

    model: str
    name: str
    scope: str
    version: int


@dataclass(frozen=True)
class ModelPromoted(Event, subject="model"):
    """A version became the champion of its name and scope."""

    model: str
    name: str
    scope: str
    version: int
    replaced: str


@dataclass(frozen=True)
class FeedbackRecorded(Event, subject="model"):
    """A person or an outcome told whether a prediction was right."""

    model: str
    prediction: str
    truth: str


@dataclass(frozen=True)
class DriftFound(Event, subject="model"):
    """A champion's inputs have moved away from those that it was fitted on."""

    model: str
    name: str
    scope: str
    index: float
    inputs: tuple[str, ...]
