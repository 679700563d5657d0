"""What an answer is composed of, once the sentences are chosen (index/answer.py).

citing: a quoted sentence with what the registers hold of it. listing: every row of a register, or every item of a list, that a
question asks for. sides: the two sides of a comparison. contradicting: other rows that say another value of the same.
"""
