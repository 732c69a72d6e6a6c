"""How the parts are put together: settings, servers, processes and the `eservices` command."""
