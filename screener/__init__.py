"""Eligibility screening for clinical trials."""
