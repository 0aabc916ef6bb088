"""How answers travel: security headers, compression, caching. Nothing about their content."""

from dash import Dash
from flask import Flask, Response, request
from flask_compress import Compress

_FOR_EVER = 365 * 24 * 3600


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
    server.config["COMPRESS_BR_LEVEL"] = 5
    Compress(server)


def content_security_policy(app: Dash) -> str:
    """Nothing from another server; the only inline scripts are Dash's own, by their hashes."""
    own_scripts = " ".join(app.csp_hashes())
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {own_scripts}",
            # Plotly writes style elements and attributes as it draws.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )
