"""The measures of the handbook: intensity, diversity, reach, specificity, trend, each a pure function of counts.

Reading facts, choosing a marker and hiding what may not be shown are done elsewhere; nothing here knows a theme.
"""
