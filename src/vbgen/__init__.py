"""vbgen: reports of Swedish regions and municipalities out of YAML files under version control."""

__version__ = "0.1.0"
