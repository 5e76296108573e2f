"""What several rules ask of the same figures: equations, targets, changes of budget, last year. They share it; none of it is a rule."""
