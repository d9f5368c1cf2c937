"""What staff see across stages: search, patient page, timeline, boards, inbox."""
