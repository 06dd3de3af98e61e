"""What a new version of a policy does to verdicts; what it says otherwise is for `language.comparing`."""

from policyengine.authoring.comparing.flips import Flip, flips

__all__ = ["Flip", "flips"]
