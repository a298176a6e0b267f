"""The Listen stage: the words as they are sung, large, for those who listen or sing along."""
