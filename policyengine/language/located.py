"""What every part of a file that staff write has in common, once it is read."""

from pydantic import BaseModel, ConfigDict, Field

from policyengine.reading.place import KeyPath


class Frozen(BaseModel):
    """An immutable model that accepts no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Located(Frozen):
    """A part of the file with the key path that leads to it; where it stands is no part of what it says."""

    at: KeyPath = Field(default=(), exclude=True)
