"""What a finding and a rule say, in Chinese and English, with the article and the events that counted."""

from creditsvc.law.domain import Finding, Texts


def explanation(finding: Finding) -> Texts:
    """Why *finding* is met: article, what the rule asks, the events and days that counted."""
    return finding.explanation
