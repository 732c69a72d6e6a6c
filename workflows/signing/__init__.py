"""Signing many acts in one sitting: a batch of the oldest, reviewed, confirmed, decided one by one.

Nobody chooses what is in it: the batch is what *next* would give one after the other, up to the
first case that asks for more than a signature. What is confirmed is decided case by case, each in
a transaction of its own; a case that cannot be signed is named with its reason and the others go
on.
"""
