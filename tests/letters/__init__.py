"""A generator of believable Polish incoming letters with ground truth, for tests and figures.

`framework.generate` makes samples; `truth.Truth` says what a clerk would enter; `degrade` spoils pages and moves
the true boxes along; `labels` pastes labels and makes separator sheets. Everybody and every firm in the letters is
invented.
"""
