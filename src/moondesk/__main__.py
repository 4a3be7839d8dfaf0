"""``python -m moondesk`` is the same as the ``moondesk`` command."""

from moondesk.cli import main

if __name__ == "__main__":
    main()
