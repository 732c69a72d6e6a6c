"""What can be proved of a procedure before anybody uses it, over its graph, without running it."""
