"""The document as data: every figure computed and formatted once, so that the formats cannot disagree."""
