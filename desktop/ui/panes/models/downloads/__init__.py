"""What is being fetched: the queue as cards, and each card wherever its model is offered."""
