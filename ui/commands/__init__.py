"""The commands, a module a subject; each prints records on stdout and messages on stderr."""
