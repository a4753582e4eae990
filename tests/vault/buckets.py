"""A bucket in a store of our own, as the settings would name it; and the raw bytes that lie there."""

from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config
from django.core.files.storage import storages
from pytest_django import Settings

from tests.servers import S3_KEYS
from vigportal import env

KEYS = {"access_key": S3_KEYS["accessKey"], "secret_key": S3_KEYS["secretKey"]}


def keeper(address: str) -> Any:
    """A client of the test's own, to look at the store past the vault."""
    words = {"aws_access_key_id": KEYS["access_key"], "aws_secret_access_key": KEYS["secret_key"]}
    config = Config(s3={"addressing_style": "path"})
    return boto3.client("s3", endpoint_url=address, region_name="us-east-1", config=config, **words)


def stand_in(bucket: str, address: str, settings: Settings, **more: Any) -> None:
    """The vault stands in this bucket from now on, in a folder of this test's own."""
    sse = {"object_parameters": env.sealed_again("AES256", "")}
    place = {"bucket_name": bucket, "location": uuid4().hex, "endpoint_url": address, "region_name": "us-east-1"}
    there = {"BACKEND": "vigportal.vault.bucket.Bucket", "OPTIONS": {**place, **KEYS, **sse, **more}}
    settings.STORAGES = {**settings.STORAGES, "vault": there}


def standing_bucket() -> Any:
    """The vault's own storage, as what it is here."""
    return storages["vault"]


def forget_clients() -> None:
    """Closes the connections of the vault's client: an open socket would be told as a warning."""
    for client in getattr(storages["vault"], "_askers", {}).values():
        client.close()
