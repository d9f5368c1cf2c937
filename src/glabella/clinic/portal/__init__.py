"""The patient's own door: sign-in, diary, questionnaires, appointments, their curve."""
