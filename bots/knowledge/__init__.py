"""The knowledge bot: answers from published articles, and knows when it does not know."""
