"""What texts say: their sentences, the figures in them, the changes that they tell, the rows that they name.

Rules ask what a sentence claims; nothing here judges it.
"""
