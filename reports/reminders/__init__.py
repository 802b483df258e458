"""Reminders by e-mail: what waits for whom, how often they are told, in which words, and the sending.

duties, rhythm          what waits and when somebody is told of it: pure
people, asking          who is asked for it: those closest to it
waiting                 what waits in the organizations, in a fixed number of queries each
words, letters          one e-mail for each person
claims, sending         each person once a day, whatever fails
"""
