"""One unit of text in, one explained judgement out: international or not, theme, direction, reasons.
Reading files is done in `corpus`, counting in `measure`.
"""

from longuevue.discourse.judge.verdict import Judgement, judge

__all__ = ["Judgement", "judge"]
