"""The plan check, pure: rules that look at a plan and tell where it is weak."""

from indicators.plan_check.findings import Finding, Severity, Subject, SubjectKind

__all__ = ["Finding", "Severity", "Subject", "SubjectKind"]
