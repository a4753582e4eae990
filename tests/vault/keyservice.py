"""A small key service on loopback that speaks as AWS KMS does, and works out each signature for itself.

JSON 1.1 over HTTP: TrentService.GenerateDataKey, Encrypt, Decrypt. Its keys never leave it; the encryption context is
bound to what it seals. The signature is SigV4, worked out here from the public description, without the client's code.
"""

import base64
import hashlib
import hmac
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ACCESS_KEY, SECRET_KEY, REGION = "tests", "only-for-tests", "eu-west-2"
Words = dict[str, Any]


class No(Exception):
    """Refused, with the service's own word for it."""


@dataclass
class KeyService:
    """Its one key, how it feels, and what it was asked."""

    address: str = ""
    key: bytes = field(default_factory=lambda: os.urandom(32))
    is_disabled: bool = False
    failures: int = 0
    asked: list[str] = field(default_factory=list)

    def answer(self, operation: str, words: Words) -> Words:
        self.asked.append(operation)
        if words.get("KeyId") != "alias/portal":
            raise No("NotFoundException")
        if self.is_disabled:
            raise No("DisabledException")
        context = json.dumps(words.get("EncryptionContext", {}), sort_keys=True).encode()
        return {"GenerateDataKey": self._generate, "Encrypt": self._encrypt, "Decrypt": self._decrypt}[operation](
            words, context
        )

    def _generate(self, words: Words, context: bytes) -> Words:
        assert words["KeySpec"] == "AES_256"
        plain = os.urandom(32)
        return {"CiphertextBlob": _text(self._seal(plain, context)), "Plaintext": _text(plain)}

    def _encrypt(self, words: Words, context: bytes) -> Words:
        return {"CiphertextBlob": _text(self._seal(base64.b64decode(words["Plaintext"]), context))}

    def _decrypt(self, words: Words, context: bytes) -> Words:
        blob = base64.b64decode(words["CiphertextBlob"])
        try:
            return {"Plaintext": _text(AESGCM(self.key).decrypt(blob[:12], blob[12:], context))}
        except (InvalidTag, ValueError):
            raise No("InvalidCiphertextException") from None

    def _seal(self, plain: bytes, context: bytes) -> bytes:
        nonce = os.urandom(12)
        return nonce + AESGCM(self.key).encrypt(nonce, plain, context)


@contextmanager
def serving() -> Iterator[KeyService]:
    """The service, at its address, while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    service = KeyService(f"http://127.0.0.1:{server.server_port}")
    cast("Any", server).service = service
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Door(BaseHTTPRequestHandler):
    """One request: its signature, then its answer."""

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        service: KeyService = cast("Any", self.server).service
        if service.failures:
            service.failures -= 1
            self._say(500, {"__type": "KMSInternalException"})
            return
        try:
            self._require_signature(body)
            room, _, operation = self.headers["X-Amz-Target"].partition(".")
            assert room == "TrentService"
            self._say(200, service.answer(operation, json.loads(body)))
        except No as no:
            self._say(400, {"__type": str(no), "message": "no"})

    def _require_signature(self, body: bytes) -> None:
        if not self._is_signed(body):
            raise No("InvalidSignatureException")

    def _is_signed(self, body: bytes) -> bool:
        """https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html"""
        told = dict(part.split("=", 1) for part in self.headers["Authorization"].split(" ", 1)[1].split(", "))
        access, day, region, name, end = told["Credential"].split("/")
        names = told["SignedHeaders"].split(";")
        headers = "".join(f"{each}:{self.headers[each].strip()}\n" for each in names)
        request = "\n".join(["POST", "/", "", headers, ";".join(names), hashlib.sha256(body).hexdigest()])
        scope, digest = f"{day}/{region}/{name}/{end}", hashlib.sha256(request.encode()).hexdigest()
        signed = "\n".join(["AWS4-HMAC-SHA256", self.headers["X-Amz-Date"], scope, digest])
        key = b"AWS4" + SECRET_KEY.encode()
        for part in (day, region, name, end, signed):
            key = hmac.digest(key, part.encode(), "sha256")
        whose = (access, region, name) == (ACCESS_KEY, REGION, "kms")
        return whose and "x-amz-target" in names and hmac.compare_digest(key.hex(), told["Signature"])

    def _say(self, status: int, words: Words) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
