"""The models that search by meaning and speech need: which there are, where they are, and getting them.

`entries` is the catalogue as data, `folder` says which models are here and where; neither fetches anything.
`install` gets what is missing, and `command` is what `switchboard models` does with all of it. Whoever needs
a model asks `ModelFolder.path` or `ModelFolder.file`; the error for a missing one names the command to type.
"""
