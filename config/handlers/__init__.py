"""What each job does: one module for each trade, and the table that names them all."""
