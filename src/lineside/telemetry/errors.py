"""What telemetry may refuse."""

from lineside.kernel.errors import Conflict, Forbidden, Invalid, Missing, Unavailable


class SamplesInvalid(Invalid):
    """A batch of samples does not have the columns, types or lengths that the historian takes."""

    code = "telemetry.SamplesInvalid"
    advice = "Send the columns tag, time, value, quality and arrival as documented."


class RangeInvalid(Invalid):
    """A span of time is empty or reversed, or asks for more rows or buckets than the limit."""

    code = "telemetry.RangeInvalid"
    advice = "Ask for a shorter span, fewer buckets, or an end after the start."


class MappingInvalid(Invalid):
    """A mapping of columns, topics or nodes to tags cannot be understood."""

    code = "telemetry.MappingInvalid"
    advice = "Correct the named entry of the mapping."


class AddressInvalid(Invalid):
    """The address of a signal cannot be understood by its source."""

    code = "telemetry.AddressInvalid"
    advice = "Browse the source and take the address it shows."


class PayloadInvalid(Invalid):
    """A message of a source cannot be decoded."""

    code = "telemetry.PayloadInvalid"
    advice = "Look at the message in the list of parked things and correct its sender."


class SignalUnknown(Missing):
    """The source has no signal at this address."""

    code = "telemetry.SignalUnknown"
    advice = "Browse the source and take the address it shows."


class HistorianBusy(Conflict):
    """Another process writes to this historian."""

    code = "telemetry.HistorianBusy"
    advice = "Stop the other writer, or open the historian for reading."


class HistorianFull(Unavailable):
    """The historian's disk does not take what was sent; nothing of the batch counts as stored."""

    code = "telemetry.HistorianFull"
    advice = "Free space on the data folder's disk; sending goes on by itself afterwards."


class HistorianUnavailable(Unavailable):
    """The historian's disk answers with an error; nothing of the batch counts as stored."""

    code = "telemetry.HistorianUnavailable"
    advice = "Send the batch again; look at the disk if it happens again."


class SegmentDamaged(Unavailable):
    """A stored segment cannot be read; its checksum or its structure is wrong."""

    code = "telemetry.SegmentDamaged"
    advice = "Restore the named segment from a backup."


class SourceUnavailable(Unavailable):
    """The source does not answer."""

    code = "telemetry.SourceUnavailable"
    advice = "Check that the source runs and that its address is right."


class SourceLimit(Unavailable):
    """The source sends more than the limits allow."""

    code = "telemetry.SourceLimit"
    advice = "Map fewer or smaller signals; a source that floods on purpose is best detached."


class BrokerUnavailable(Unavailable):
    """The embedded broker did not start or stopped."""

    code = "telemetry.BrokerUnavailable"
    advice = "Read the broker's log in the data folder."


class CertificateUntrusted(Forbidden):
    """The server's certificate is unknown, expired or made for another host."""

    code = "telemetry.CertificateUntrusted"
    advice = "Compare the thumbprint with the one the server's owner tells you, then trust it."


class SecurityRefused(Forbidden):
    """The server does not offer the security that was asked for, or it would expose a password."""

    code = "telemetry.SecurityRefused"
    advice = "Ask the server's owner for Basic256Sha256, or connect without a password."


class WriteRefused(Forbidden):
    """The source may not be written to, or the source itself refused the value."""

    code = "telemetry.WriteRefused"
    advice = "Connect the source with writing allowed, and check the signal's access rights."


class WriteUnconfirmed(Unavailable):
    """A value was sent, but the source fell silent before it was read back: either may hold."""

    code = "telemetry.WriteUnconfirmed"
    advice = "Read the value at the machine, or wait for its signal, before you decide again."


class ConnectionUnknown(Missing):
    """No such connection."""

    code = "telemetry.ConnectionUnknown"
    advice = "List the connections on the Data screen."


class ProtocolUnknown(Invalid):
    """The connection's protocol is none that this product speaks."""

    code = "telemetry.ProtocolUnknown"
    advice = "Choose opcua, mqtt or sparkplug."


class TagUnknown(Missing):
    """No such tag."""

    code = "telemetry.TagUnknown"
    advice = "List the tags of the machine on the Data screen."
