"""What is handed over: acts and receipts on paper, seal, register, verification and notices."""
