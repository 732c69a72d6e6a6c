"""Money: what is owed and what was paid; it knows neither documents, nor the web, nor the catalogue."""
