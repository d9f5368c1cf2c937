"""Pages of the stock: board, lots, opened vials, cold chain, what the house allows."""
