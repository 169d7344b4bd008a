"""Mutated files of every format: each must end in records or in a clear error, and soon."""
