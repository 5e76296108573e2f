"""The parts of a report: frozen models, one concept per module. No I/O, no formatting of documents, no organisation's words."""

import os

# pydantic would look through all installed packages for plugins: slow, and no other package's code has a part in reading data
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
