"""Concerns to action 关注→整治: what worries people, what was done about it, and whether it helped."""
