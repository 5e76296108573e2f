"""Questions that several rules ask of the same figures: equations, targets, changes of budget, last year. None of it is a rule."""
