"""The pipeline: manifests to objects, objects judged alone and then in relation, problems to findings."""

from kubelint.engine.loading import File, load, stamp
from kubelint.engine.recall import Run
from kubelint.engine.report import UNTRUSTED, Report, Skipped
from kubelint.engine.session import Session, lint, selected_rules

__all__ = ["UNTRUSTED", "File", "Report", "Run", "Session", "Skipped", "lint", "load", "selected_rules", "stamp"]
