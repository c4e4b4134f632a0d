"""Answering for the plan: reporting cycles, what is handed down and followed up, meetings, reminders."""
