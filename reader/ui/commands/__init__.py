"""Every command of the program, once. Key bindings, palette, help and the line at the bottom are made from these lists.

A list for each screen stands in a module of its own; what a command is, in `command`.
"""
