"""Money owed and paid; it knows neither documents, nor the web, nor the catalogue."""
