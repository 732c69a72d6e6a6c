"""When a case will probably be decided: a range of dates, learnt from the queue and past cases.

Each stay in an agent queue gets one range; what then happens is compared with it, and the share
of ranges that were right is published beside them. See ADR 14.
"""
