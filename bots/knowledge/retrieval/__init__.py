"""Finding the article that answers a question, and knowing how likely it does. Pure of store and bots."""
