"""The agents' own voice: what hinders their work, told to supervisors, who answer."""
