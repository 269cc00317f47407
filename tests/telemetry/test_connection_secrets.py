"""Passwords of sources: sealed in the database, masked before eyes, whole for what connects."""

from sqlalchemy import text

from lineside.kernel.actors import service
from lineside.telemetry import store

SECRET = "canary-7-password"


def attach(administrator, **more):
    given = {"connection": "press", "protocol": "mqtt", "address": "mqtt://broker:1883"} | more
    administrator.run("telemetry.attach_connection", **given)


def attached(world):
    with world.work(service("telemetry")) as work:
        return store.attached(work, "press")


def stored(world):
    with world.engine.connect() as link:
        return str(link.execute(text("SELECT * FROM telemetry_connection")).one())


def test_a_password_comes_back_whole_but_is_not_to_be_read_in_the_database(world, administrator):
    attach(administrator, options={"username": "line", "password": SECRET})
    assert SECRET not in stored(world)
    assert attached(world).options == {"username": "line", "password": SECRET}
    (shown,) = administrator.ask("telemetry.connections")
    assert shown.options == {"username": "line", "password": "***"}


def test_a_password_within_an_address_is_sealed_as_well(world, administrator):
    address = f"mqtt://line:{SECRET}@broker:1883"
    attach(administrator, address=address)
    assert SECRET not in stored(world)
    assert attached(world).address == address
    (shown,) = administrator.ask("telemetry.connections")
    assert shown.address == "mqtt://line:***@broker:1883"


def test_trusting_a_certificate_keeps_the_password_sealed(world, administrator):
    attach(administrator, options={"password": SECRET})
    administrator.run("telemetry.trust_certificate", connection="press", thumbprint="ab" * 32)
    assert SECRET not in stored(world)
    expected = {"password": SECRET, "trusted_thumbprint": "ab" * 32}
    assert attached(world).options == expected


def test_what_was_stored_before_secrets_were_sealed_is_still_read(world, administrator):
    attach(administrator)
    with world.engine.begin() as link:
        link.execute(
            text("""UPDATE telemetry_connection SET options = '{"password": "old one"}'""")
        )
    assert attached(world).options == {"password": "old one"}
