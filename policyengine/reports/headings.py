"""What sheets, columns and sections of reports are called."""

from policyengine.reading.text import Text

SUMMARY = Text("汇总", "Summary")
REMEDIES = Text("整改清单", "To put right")
OPEN_FACTS = Text("待核实清单", "To find out")

POLICY = Text("方案", "policy")
RULE = Text("规则", "rule")
TITLE = Text("名称", "title")
MODALITY = Text("力度", "modality")
ACTOR = Text("责任主体", "duty of")
KIND = Text("对象类别", "kind of subject")
SUBJECT = Text("对象编号", "subject")
SUBJECT_NAME = Text("对象名称", "name")
SUBJECTS = Text("对象数", "subjects")
EXAMPLES = Text("对象（举例）", "for example")
STATUS = Text("结论", "verdict")
POSSIBLE = Text("可能的结论", "possibly")
REASONS = Text("原因", "reasons")
VALUE = Text("测算值", "value")
REQUIREMENT = Text("要求", "requirement")
LACKING = Text("差距", "what is lacking")
TO_DO = Text("怎么改", "least remedy")
MISSING = Text("缺少的事实", "missing facts")
MEASURED_ON = Text("测算日", "measured on")
DUE = Text("期限", "due")
AS_OF = Text("评价日", "as of")
WAIVER = Text("豁免", "waiver")
READING = Text("本条的理解", "reading")
CLAUSE = Text("依据", "clause")
VERDICTS = Text("结论数", "verdicts")
TOTAL = Text("合计", "total")
PLACE = Text("地方", "place")
ELSEWHERE = Text("（无或不明）", "(none, or not known)")

FACT = Text("要核实什么", "what to find out")
SETTLES = Text("有助于确定的结论数", "verdicts it would help to settle")
OF = Text("类别", "kind")
ROW = Text("编号", "id")
ROW_NAME = Text("名称", "name")
FILE = Text("文件", "file")
NUMBER = Text("行号", "row")
RULES = Text("涉及的规则", "rules concerned")

AS_OF_LINE = Text("评价日 {day}", "as of {day}")
SNAPSHOT_LINE = Text("事实快照 {day}", "facts as of {day}")
MASKED = Text(
    "个人信息一律隐去，人员以类别加序号代称；`--unmask` 可显示。",
    "Personal data is masked, and persons go by kind and number; `--unmask` shows them.",
)
CONTINUED = Text(
    "一张工作表最多 {most} 行，以下各表续到后面的工作表：{names}。",
    "A sheet holds {most} rows at most; these go on in further sheets: {names}.",
)
REMEDIES_NOTE = Text(
    "要求没有满足的，按地方和责任主体列出最小的补救办法；期限未到的也列在内。",
    "What is not met, by place and by whose duty it is, with the least change that would meet it; what is not yet due"
    " is listed too.",
)
OPEN_FACTS_NOTE = Text(
    "补上哪一行的哪个事实，有助于确定多少个待定的结论；最有用的在前。",
    "Which fact of which row would help to settle how many unknown verdicts; the most useful first.",
)
