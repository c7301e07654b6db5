"""The commands: each parses, calls one function, prints. Importing them loads click and nothing heavy."""
