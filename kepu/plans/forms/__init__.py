"""Forms of `plans`: they clean what was typed; the rules stand in the verbs."""
