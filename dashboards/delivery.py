"""How answers travel: security headers, compression, caching. Nothing about their content."""

from dash import Dash
from flask import Flask, Request, Response, request
from flask_compress import Compress

_FOR_EVER = 365 * 24 * 3600
# Files are compressed once, so it may take its time.
_STRONG = 9


def deliver(app: Dash) -> None:
    """Add headers, compression and caching to the app. Call it when all callbacks are registered."""
    server: Flask = app.server
    policy = content_security_policy(app)

    @server.after_request
    def with_headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        # Assets carry their time of change in the address.
        if request.path.startswith("/assets/") and "m" in request.args:
            response.cache_control.no_cache = None
            response.cache_control.public = True
            response.cache_control.max_age = _FOR_EVER
        elif not response.cache_control.max_age:
            response.cache_control.no_cache = True
        return response

    server.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    server.config["COMPRESS_ALGORITHM_STREAMING"] = ["br"]
    server.config["COMPRESS_BR_LEVEL"] = _STRONG
    server.config["COMPRESS_CACHE_BACKEND"] = _Packed
    server.config["COMPRESS_CACHE_KEY"] = _lasting_address
    Compress(server)

    @server.after_request
    def whole(response: Response) -> Response:
        """A file that lasts is compressed as a whole and once, not anew as it flows."""
        if _lasting_address(request):
            response.direct_passthrough = False
            response.set_data(response.get_data())
        return response


class _Packed:
    """Compressed files by their address: all scripts and styles, half a megabyte."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        if not key.endswith(";"):
            self._kept[key] = value


def _lasting_address(asked: Request) -> str:
    """The address of a file that does not change while the app runs; empty for anything else."""
    lasts = asked.path.startswith(("/assets/", "/_dash-component-suites/")) and asked.method == "GET"
    return asked.full_path if lasts else ""


def content_security_policy(app: Dash) -> str:
    """Nothing from another server; the only inline scripts are Dash's own, by their hashes."""
    own_scripts = " ".join(app.csp_hashes())
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {own_scripts}",
            # Bars and plots have their sizes with them.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
