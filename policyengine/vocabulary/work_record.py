"""The built-in entity for evidence: who did what a rule asks for, when, and by which document."""

from collections.abc import Mapping

from policyengine.vocabulary.models import Entity, Field, FieldType, Label
from policyengine.vocabulary.personal import about_persons

WORK_RECORD = "work_record"

REQUIRED = frozenset(("policy", "rule", "subject_kind", "subject_id"))
"""Fields that say what a record is about: a record without them is refused rather than unknown."""

ID = Field(name="id", type=FieldType.TEXT, label=Label(zh="编号", en="id"))
NAME = Field(name="name", type=FieldType.TEXT, label=Label(zh="名称", en="name"))


def work_record(entities: Mapping[str, Entity]) -> Entity:
    """The entity `work_record` of a vocabulary with these entities, which are the kinds of its subjects."""
    outcomes = {"done": Label(zh="已完成", en="done"), "not_done": Label(zh="未完成", en="not done")}
    kinds = {name: entity.label for name, entity in entities.items()}
    of_persons = any(about_persons(entity) for entity in entities.values())
    fields = (
        ID,
        NAME,
        Field(name="policy", type=FieldType.TEXT, label=Label(zh="政策", en="policy")),
        Field(name="rule", type=FieldType.TEXT, label=Label(zh="规则", en="rule")),
        Field(name="item", type=FieldType.TEXT, label=Label(zh="事项", en="item"), optional=True),
        Field(name="subject_kind", type=FieldType.ENUM, label=Label(zh="对象类别", en="subject kind"), choices=kinds),
        Field(name="subject_id", type=FieldType.TEXT, label=Label(zh="对象编号", en="subject id"), personal=of_persons),
        Field(name="outcome", type=FieldType.ENUM, label=Label(zh="结果", en="outcome"), choices=outcomes),
        Field(name="done_on", type=FieldType.DATE, label=Label(zh="完成日期", en="done on")),
        Field(name="document", type=FieldType.TEXT, label=Label(zh="证明材料", en="document"), optional=True),
        Field(
            name="decided_by",
            type=FieldType.TEXT,
            label=Label(zh="认定人", en="decided by"),
            optional=True,
            personal=True,
        ),
    )
    return Entity(
        name=WORK_RECORD,
        plural="work_records",
        label=Label(zh="工作台账", en="work record"),
        fields={field.name: field for field in fields},
    )
