"""What an offline sign-in is checked against: never the password, and not for ever."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass, replace

N, R, P = 2**15, 8, 2
"""scrypt: 32 MB and about a sixth of a second a guess."""
_MAX_MEMORY = 256 * 1024 * 1024


@dataclass(frozen=True)
class Verifier:
    """Of one person at this station: a salted scrypt hash with its parameters, and what they were when last online.

    `until`: the instant (UTC) after which only the central can let them in again.
    """

    salt: str
    hashed: str
    until: str
    name: str
    roles: tuple[str, ...]
    audiences: tuple[str, ...]
    n: int
    r: int
    p: int

    def fits(self, password: str) -> bool:
        """Whether this is the password."""
        made = _hash(password, base64.b64decode(self.salt), self.n, self.r, self.p)
        return hmac.compare_digest(made, base64.b64decode(self.hashed))

    def lasting(self, until: str) -> Verifier:
        """The same, good until another instant."""
        return replace(self, until=until)

    def as_text(self) -> str:
        """As it is kept."""
        return json.dumps({"kdf": "scrypt"} | asdict(self), ensure_ascii=False)


def make_verifier(password: str, until: str, name: str, roles: tuple[str, ...], audiences: tuple[str, ...]) -> Verifier:
    """A verifier with a fresh salt."""
    salt = os.urandom(16)
    hashed = _hash(password, salt, N, R, P)
    return Verifier(_text(salt), _text(hashed), until, name, roles, audiences, N, R, P)


def from_text(text: str | None) -> Verifier | None:
    """A verifier as it was kept; None where there is none, or one this program can't read."""
    try:
        told = json.loads(text) if text else {}
        if told.pop("kdf", None) != "scrypt":
            return None
        return Verifier(**told | {name: tuple(told[name]) for name in ("roles", "audiences")})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _hash(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MAX_MEMORY, dklen=32)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
