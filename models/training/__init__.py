"""The recipe that made the bundled model. Needs the extra `train`; not part of the installed program."""
