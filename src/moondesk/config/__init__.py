"""How Moondesk is put together: settings from the environment, addresses, templates."""
