"""The evidence library on screen: questions, studies, claims, and what a trial adds."""
