"""The pipeline: manifests to objects, objects judged alone and then in relation, problems to findings."""

from kubelint.engine.report import UNTRUSTED, Report, Skipped
from kubelint.engine.session import Session, lint, selected_rules

__all__ = ["UNTRUSTED", "Report", "Session", "Skipped", "lint", "selected_rules"]
