"""Where cases are treated: the web application of agents, signatories, supervisors and the rest."""
