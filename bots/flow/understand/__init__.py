"""What customers mean: numbers, dates, phone numbers, choices, as people type, press and say them."""
