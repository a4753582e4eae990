"""Who keeps the deployment's key: the settings, or a key service on loopback that checks every signature."""

import io
import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.vault.keyservice import ACCESS_KEY, REGION, SECRET_KEY, KeyService, serving
from tests.vault.stores import NEW, OLD, in_base64
from vigportal import checks
from vigportal.vault import keepers, keys
from vigportal.vault.keepers import BY_SERVICE, KeeperAway, KeeperRefuses, LocalKeeper, ServiceKeeper, keeper_of


@pytest.fixture
def service_of_keys(settings: Settings) -> Iterator[KeyService]:
    keepers.forget()
    settings.VAULT_KMS_KEY, settings.VAULT_KMS_REGION = "alias/portal", REGION
    settings.VAULT_KMS_ACCESS_KEY, settings.VAULT_KMS_SECRET_KEY = ACCESS_KEY, SECRET_KEY
    with serving() as service:
        settings.VAULT_KMS_ENDPOINT = service.address
        yield service
    keepers.forget()


@pytest.fixture(params=["", BY_SERVICE], ids=["local", "kms"])
def keeper(request: pytest.FixtureRequest, service_of_keys: KeyService) -> keepers.Keeper:
    return keeper_of(request.param)


def test_that_each_keeper_makes_takes_and_gives_back(keeper: keepers.Keeper) -> None:
    one, two = keeper.make(), keeper.make()
    assert one != two
    assert len(keeper.give(one)) == 32
    assert keeper.give(keeper.take(NEW)) == NEW
    assert keys.deployment_key_from(one) == keeper.give(one)


def test_that_a_key_kept_by_the_service_does_not_stand_in_the_settings(service_of_keys: KeyService) -> None:
    text = ServiceKeeper().take(NEW)
    assert in_base64(NEW) not in text
    assert in_base64(NEW) == LocalKeeper().take(NEW)


def test_that_films_open_with_a_key_of_the_service_which_is_asked_once(
    service_of_keys: KeyService, settings: Settings, service: UUID
) -> None:
    settings.VAULT_DEPLOYMENT_KEY = ServiceKeeper().make()
    service_of_keys.asked.clear()
    assets = [uuid4() for _ in range(20)]
    for asset in assets:
        keys.create_key(asset, service)
    assert len({keys.key_for(asset) for asset in assets}) == 20
    assert service_of_keys.asked == ["Decrypt"]


def test_that_a_key_service_that_says_no_shuts_every_film_after_a_while(
    service_of_keys: KeyService, settings: Settings, service: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAULT_DEPLOYMENT_KEY = ServiceKeeper().make()
    keys.create_key(asset := uuid4(), service)
    service_of_keys.is_disabled = True
    before = keys.key_for(asset)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + keepers.REMEMBERED_SECONDS + 1)
    for _ in range(2):
        with pytest.raises(KeeperRefuses, match="Disabled"):
            keys.key_for(asset)
    service_of_keys.is_disabled = False
    assert keys.key_for(asset) == before


def test_that_moving_to_the_service_and_back_is_a_rotation_like_any(
    service_of_keys: KeyService, settings: Settings, asset: UUID
) -> None:
    before, local = keys.key_for(asset), settings.VAULT_DEPLOYMENT_KEY
    settings.VAULT_DEPLOYMENT_KEY_NEXT = kept = ServiceKeeper().make()
    keys.rotate_deployment_key(*keys.deployment_keys())
    settings.VAULT_DEPLOYMENT_KEY, settings.VAULT_DEPLOYMENT_KEY_NEXT = kept, ""
    assert keys.key_for(asset) == before
    settings.VAULT_DEPLOYMENT_KEY_NEXT = local
    keys.rotate_deployment_key(*keys.deployment_keys())
    settings.VAULT_DEPLOYMENT_KEY, settings.VAULT_DEPLOYMENT_KEY_NEXT = local, ""
    assert keys.key_for(asset) == before


def test_that_the_key_in_use_can_be_given_to_the_service_without_a_rotation(
    service_of_keys: KeyService, settings: Settings, asset: UUID
) -> None:
    before, told = keys.key_for(asset), io.StringIO()
    call_command("vault", "new-key", "--kms", "--same", stdout=told)
    settings.VAULT_DEPLOYMENT_KEY = told.getvalue().strip()
    assert settings.VAULT_DEPLOYMENT_KEY.startswith("kms:")
    assert keys.key_for(asset) == before


def test_that_a_new_key_is_printed_for_the_settings() -> None:
    told = io.StringIO()
    call_command("vault", "new-key", stdout=told)
    assert len(keys.deployment_key_from(told.getvalue().strip())) == 32


def test_that_what_passes_by_itself_is_asked_again(service_of_keys: KeyService) -> None:
    service_of_keys.failures = 2
    assert ServiceKeeper().make().startswith(BY_SERVICE)


@pytest.mark.parametrize(
    ("setting", "value", "fault"),
    [
        ("VAULT_KMS_SECRET_KEY", "another", KeeperRefuses),
        ("VAULT_KMS_KEY", "alias/nobody", KeeperRefuses),
        ("VAULT_KMS_KEY", "", ImproperlyConfigured),
        ("VAULT_KMS_ENDPOINT", "http://127.0.0.1:9", KeeperAway),
    ],
)
def test_that_a_service_that_gives_no_key_is_said_in_words_at_every_door(
    service_of_keys: KeyService, settings: Settings, setting: str, value: str, fault: type[Exception]
) -> None:
    settings.VAULT_DEPLOYMENT_KEY = ServiceKeeper().make()
    keepers.forget()
    keys.prove_deployment_key()
    keepers.forget()
    setattr(settings, setting, value)
    with pytest.raises(fault):
        keys.prove_deployment_key()
    assert [each.id for each in checks.deployment_key()] == ["vigportal.E002"]
    with pytest.raises(CommandError) as no:
        call_command("vault", "new-key", "--kms")
    assert no.value.returncode == 2


@pytest.mark.parametrize("text", ["kms:", "kms:not base64", f"kms:{in_base64(OLD)}"])
def test_that_what_the_service_did_not_seal_is_no_key(service_of_keys: KeyService, text: str) -> None:
    with pytest.raises(KeeperAway):
        keys.deployment_key_from(text)


def test_that_a_key_sealed_for_another_purpose_is_refused(
    service_of_keys: KeyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(keepers, "MEANT_FOR", {"portal": "another"})
        text = ServiceKeeper().take(NEW)
    with pytest.raises(KeeperRefuses):
        ServiceKeeper().give(text)
