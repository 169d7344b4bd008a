"""Training: from annotated sentences and gold files to the weights that the relations use."""

from __future__ import annotations
