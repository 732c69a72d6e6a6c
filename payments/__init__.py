"""What is owed and what was paid: tariff, charges, providers, receipts and refunds."""
