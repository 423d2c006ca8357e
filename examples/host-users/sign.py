"""Says to a room who your user is: signs a JWT that lasts five minutes. It runs on your server alone.

    HOST_SECRET=… python3 sign.py https://your-site.example kiln-and-clay user-17 "Marta B." [role]

HOST_SECRET is the `k` of the key in Alcove's HOST_KEYS: base64url, at least 32 bytes.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(secret: str, claims: dict) -> str:
    """A JWT by a secret that both sides know."""
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
    mac = hmac.new(decode(secret), signed.encode(), hashlib.sha256)
    return f"{signed}.{encode(mac.digest())}"


def claims_of(site: str, room: str, user: str, name: str, role: str | None = None) -> dict:
    """What a room is told: who it is, what they are called there, and in which room that holds."""
    claims = {"iss": site, "room": room, "sub": user, "name": name, "exp": int(time.time()) + 300}
    return {**claims, "role": role} if role else claims


if __name__ == "__main__":
    print(sign(os.environ["HOST_SECRET"], claims_of(*sys.argv[1:])))
