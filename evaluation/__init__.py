"""How well Onrecord reads, against what trained people marked: the score, the gate, what a change gained and lost."""
