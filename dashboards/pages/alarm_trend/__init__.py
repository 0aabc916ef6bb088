"""Alarm trend 警情趋势: how calls run by month, what changed and whether that is real, what the change is made of."""
