"""The listening test, "Human or Machine?": a dialog that plays pieces, takes answers and shows what they prove."""
