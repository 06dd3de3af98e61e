"""A blank workbook for the facts that policies need, ready to be filled in and read as it is."""

from policyengine.authoring.template.make import make_template

__all__ = ["make_template"]
