//! Groups to findings: positions, verdict, reason, steps.
