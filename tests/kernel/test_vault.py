"""Secrets at rest: readable with this installation's key alone, and only unchanged."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.kernel.vault import SecretUnreadable, Vault


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    return Vault(tmp_path_factory.mktemp("vault"))


@given(secret=st.text(st.characters(exclude_categories=("Cs",)), max_size=50))
def test_what_was_sealed_comes_back_and_is_not_to_be_seen(vault, secret):
    sealed = vault.seal(secret)
    assert vault.open(sealed) == secret
    assert len(secret) < 6 or secret not in sealed


def test_another_key_and_a_changed_text_are_refused(vault, tmp_path):
    sealed = vault.seal("secret")
    for other, given_text in (
        (Vault(tmp_path), sealed),
        (vault, sealed[:-8] + "AAAAAAA="),
        (vault, ""),
    ):
        with pytest.raises(SecretUnreadable):
            other.open(given_text)


def test_the_key_is_for_its_owner_alone_and_stays_the_same(tmp_path):
    sealed = Vault(tmp_path / "v").seal("secret")
    assert Vault(tmp_path / "v").open(sealed) == "secret"
    assert stat.S_IMODE((tmp_path / "v" / "key").stat().st_mode) == 0o600


def test_many_who_make_the_key_at_once_get_one(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _: Vault(tmp_path / "v"), range(8)))
    sealed = [each.seal("secret") for each in vaults]
    assert {vaults[-1].open(each) for each in sealed} == {"secret"}
