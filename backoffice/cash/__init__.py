"""The pages of the cash desk: the cashier's till, and the supervisors' look at all of them."""
