"""Print-outs by ReportLab."""
