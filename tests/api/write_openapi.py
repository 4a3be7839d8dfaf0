"""Write docs/openapi.json: ``python -m tests.api.write_openapi`` with the environment of a desk."""

from pathlib import Path

if __name__ == "__main__":
    import django

    django.setup()
    from moondesk.api.reference import _bytes

    Path("docs/openapi.json").write_bytes(_bytes())
