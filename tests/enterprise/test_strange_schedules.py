"""Schedule files of any content: they are read, or refused in words; nothing else comes of them."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lineside.enterprise.adapters.b2mml import read_schedule
from lineside.enterprise.errors import FileMalformed, FileUnsafe, OrderIncomplete

REFUSED = (FileMalformed, FileUnsafe, OrderIncomplete)
SHAPE = (
    '<ProductionSchedule xmlns="http://www.mesa.org/xml/B2MML-V0600"><ID>S</ID><ProductionRequest>'
    "<ID>{name}</ID><EndTime>{end}</EndTime><Priority>{priority}</Priority><SegmentRequirement>"
    "<MaterialProducedRequirement><MaterialDefinitionID>P</MaterialDefinitionID><Quantity>"
    "<QuantityString>{quantity}</QuantityString><UnitOfMeasure>pcs</UnitOfMeasure></Quantity>"
    "</MaterialProducedRequirement></SegmentRequirement></ProductionRequest></ProductionSchedule>"
)
words = some.text(some.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=30)
odd = some.sampled_from(["NaN", "-Infinity", "1e9999", "1_000", "٣", "-0"])
numbers = some.one_of(words, some.integers().map(str), some.floats().map(str), odd)
ends = some.one_of(words, some.datetimes().map(str), some.just("2026-10-05T06:00:00Z"))


@given(content=some.binary(max_size=300))
def test_any_bytes_are_refused_in_words(content):
    with pytest.raises(REFUSED) as caught:
        read_schedule(content)
    assert caught.value.facts


@given(name=words, end=ends, priority=numbers, quantity=numbers)
def test_any_words_in_a_schedule_are_an_order_or_refused(name, end, priority, quantity):
    given_words = {"name": name, "end": end, "priority": priority, "quantity": quantity}
    content = SHAPE.format(**{key: escape(each) for key, each in given_words.items()})
    try:
        [request] = read_schedule(content.encode()).requests
    except REFUSED:
        return
    assert request.id == name.strip()
    assert request.quantity.is_finite()
    assert request.due is not None
