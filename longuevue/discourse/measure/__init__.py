"""Judged units counted into shares with their intervals; what is not known is said, never drawn as zero.
Judging is done in `judge`, reading in `corpus`.
"""
