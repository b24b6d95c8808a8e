"""A sign-in server of a city, in a thread: discovery, keys, authorize, token, userinfo.

It is as strict as a real one (client, secret, code once, PKCE, redirect address), and can be told
to say something wrong.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from kck.foundation import clock

CLIENT, SECRET = "kck", "a secret of the two"


def _key() -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class SignOnServer:
    """`spoil` changes what stands in the token; `sign` makes it; `told` is what userinfo adds."""

    port: int = 0
    who: dict[str, Any] = field(default_factory=dict)
    spoil: Callable[[dict[str, Any]], object] = lambda claims: None
    told: dict[str, Any] = field(default_factory=dict)
    offered: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=_key)
    signer: Any = None
    algorithm: str = "RS256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/realms/city"

    def discovery(self) -> dict[str, Any]:
        at = {
            f"{name}_endpoint": f"{self.url}/{path}"
            for name, path in (("authorization", "auth"), ("token", "token"), ("userinfo", "me"))
        }
        return {"issuer": self.url, "jwks_uri": f"{self.url}/keys", **at, **self.offered}

    def keys(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Whoever comes is signed in already; back they go."""
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None or not self._proved(sent, asked):
            return None
        now = int(clock.real_now().timestamp())
        claims = {
            "iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked.get("nonce", ""), **self.who,
        }  # fmt: skip
        self.spoil(claims)
        access = secrets.token_urlsafe(12)
        self.tokens.add(access)
        return {"access_token": access, "token_type": "Bearer", "id_token": self._signed(claims)}

    def _proved(self, sent: dict[str, str], asked: dict[str, str]) -> bool:
        verifier = sent.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        return (
            (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
            and sent.get("redirect_uri") == asked["redirect_uri"]
            and challenge.decode() == asked.get("code_challenge")
        )

    def _signed(self, claims: dict[str, Any]) -> str:
        signer: Any = None if self.algorithm == "none" else self.signer or self.key
        return jwt.encode(claims, signer, algorithm=self.algorithm, headers={"kid": "k1"})

    def userinfo(self, authorization: str) -> dict[str, Any] | None:
        known = authorization.removeprefix("Bearer ") in self.tokens
        return {**self.who, **self.told} if known else None


class _Talk(BaseHTTPRequestHandler):
    server_has: SignOnServer

    def do_GET(self) -> None:
        at = urlsplit(self.path)
        name = at.path.removeprefix("/realms/city/")
        self.server_has.asked.append(name)
        if name == "auth":
            self.send_response(302)
            asked = {key: values[0] for key, values in parse_qs(at.query).items()}
            self.send_header("Location", self.server_has.authorize(asked))
            self.end_headers()
            return
        known: dict[str, Callable[[], dict[str, Any] | None]] = {
            ".well-known/openid-configuration": self.server_has.discovery,
            "keys": self.server_has.keys,
            "me": lambda: self.server_has.userinfo(self.headers.get("Authorization", "")),
        }
        self._answer(known.get(name, lambda: None)())

    def do_POST(self) -> None:
        self.server_has.asked.append("token")
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {key: values[0] for key, values in parse_qs(body).items()}
        self._answer(self.server_has.token(sent))

    def _answer(self, content: dict[str, Any] | None) -> None:
        self.send_response(200 if content is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content or {"error": "invalid"}).encode())

    def log_message(self, *_args: Any) -> None:
        """Nothing on the screen of whoever runs the tests."""


@contextmanager
def sign_on_server() -> Iterator[SignOnServer]:
    fake = SignOnServer()
    talk = type("Talk", (_Talk,), {"server_has": fake})
    with ThreadingHTTPServer(("127.0.0.1", 0), talk) as server:
        fake.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield fake
        server.shutdown()
