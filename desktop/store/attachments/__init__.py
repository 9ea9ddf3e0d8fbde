"""Documents as text beside what a person writes: of a draft first, then of the message that is sent."""
