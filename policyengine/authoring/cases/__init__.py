"""Case files: small facts and the verdicts that they must lead to, written down beside the policy.

`keys` and `messages` say what a file may hold, `read` with `groups` and `rows` makes a suite of it, `run` holds each
case against the engines, `coverage` says what no case has shown, and `report` and `junit` tell people and programs.
"""
